package dev.millrace.worker;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.millrace.test.architecture.HouseRules;
import dev.millrace.worker.queue.Attempts;
import dev.millrace.worker.runtime.process.program.SystemPath;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses WORKER = HouseRules.module("dev.millrace.worker");

    @Test
    void worker_keepsTheHouseRules() {
        HouseRules.check(WORKER, Set.of("PersistentWriter"), Set.of());
    }

    @Test
    void jobRunr_isKnownToItsServerOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.millrace.worker.jobrunr")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jobrunr..")
                .check(WORKER);
    }

    @Test
    void worker_speaksToPostgresAndRedisThroughTheSharedModelOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..", "redis..", "io.javalin..")
                .check(WORKER);
    }

    /** A runtime can be written and tested without a job, a database or a network. */
    @Test
    void runtime_knowsNothingOfTheRestOfTheWorker() {
        classes()
                .that()
                .resideInAPackage("dev.millrace.worker.runtime..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "org.slf4j..",
                        "tools.jackson..",
                        "com.sun.jna..",
                        "dev.millrace.worker.runtime..",
                        "dev.millrace.model.attempt",
                        "dev.millrace.model.json",
                        "dev.millrace.model.log",
                        "dev.millrace.model.error",
                        "dev.millrace.model.file",
                        "dev.millrace.model.config",
                        "dev.millrace.model.process",
                        "dev.millrace.model.thread")
                .check(WORKER);
    }

    @Test
    void nativeCalls_areMadeToStartPrograms_andForNothingElse() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.millrace.worker.runtime.process..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.jna..")
                .check(WORKER);
    }

    /** The arrows of docs/architecture.md between the features of the worker. */
    @Test
    void features_knowEachOtherOnlyAsDrawn() {
        slices().matching("dev.millrace.worker.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        alwaysTrue(), resideInAnyPackage("dev.millrace.worker.runtime..", "dev.millrace.worker.write"))
                .ignoreDependency(
                        resideInAPackage("dev.millrace.worker.execute"), resideInAPackage("dev.millrace.worker.log"))
                .ignoreDependency(resideInAPackage("dev.millrace.worker.execute"), type(Attempts.class))
                .ignoreDependency(
                        resideInAPackage("dev.millrace.worker.jobrunr"), resideInAPackage("dev.millrace.worker.queue"))
                .check(WORKER);
    }

    /** What starts a program marks it for its tree and says that it is no orphan; nothing else knows another room. */
    @Test
    void roomsOfTheProcessRuntime_knowEachOtherOnlyAsDrawn() {
        String process = "dev.millrace.worker.runtime.process.";
        slices().matching(process + "(*)")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        resideInAPackage(process + "spawn"),
                        resideInAnyPackage(process + "program", process + "tree", process + "orphan"))
                .ignoreDependency(resideInAPackage(process + "orphan"), resideInAPackage(process + "tree"))
                // All of it needs the path where programs are.
                .ignoreDependency(alwaysTrue(), type(SystemPath.class))
                .check(WORKER);
    }
}

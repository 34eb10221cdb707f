package dev.millrace.model;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.millrace.test.architecture.HouseRules;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses SHARED_MODEL = HouseRules.module("dev.millrace.model");
    private static final JavaClasses DB_CHANGELOG = HouseRules.module("dev.millrace.db");

    @Test
    void sharedModel_keepsTheHouseRules() {
        HouseRules.check(SHARED_MODEL, Set.of("RedisPublisher", "RedisSubscriber"), Set.of("NodeStart", "LastResort"));
    }

    @Test
    void dbChangelog_keepsTheHouseRules() {
        HouseRules.check(DB_CHANGELOG, Set.of(), Set.of("Migrate"));
    }

    @Test
    void jobAttemptAndError_arePureJava() {
        classes()
                .that()
                .resideInAnyPackage("dev.millrace.model.job", "dev.millrace.model.attempt", "dev.millrace.model.error")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.time..",
                        "java.util..",
                        "org.jspecify.annotations",
                        "dev.millrace.model.job",
                        "dev.millrace.model.attempt",
                        "dev.millrace.model.error")
                .check(SHARED_MODEL);
    }

    @Test
    void jobRunr_isKnownToItsStorageOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.millrace.model.jobrunr..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jobrunr..")
                .check(SHARED_MODEL);
    }

    @Test
    void sql_isKnownToWhatReadsAndChangesJobsOnly() {
        noClasses()
                .that(not(resideInAnyPackage(
                        "dev.millrace.model.lifecycle..",
                        "dev.millrace.model.journal",
                        "dev.millrace.model.lookup",
                        "dev.millrace.model.queues",
                        "dev.millrace.model.jobrunr.storage",
                        "dev.millrace.model.jobrunr.page",
                        "dev.millrace.model.history",
                        "dev.millrace.model.db")))
                .and(not(simpleNameEndingWith("Store")))
                // Asks the changelog whether the schema is current, over a connection of the pool.
                .and(not(name("dev.millrace.model.node.NodeStart")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..", "org.postgresql..", "com.zaxxer..")
                .check(SHARED_MODEL);
    }

    @Test
    void stepsOfTheLifecycle_knowOnlyWhatAllStepsShare() {
        slices().matching("dev.millrace.model.lifecycle.(*)..")
                .should()
                .notDependOnEachOther()
                // An attempt whose worker is gone ends like any other.
                .ignoreDependency(
                        resideInAPackage("dev.millrace.model.lifecycle.recover"),
                        resideInAPackage("dev.millrace.model.lifecycle.finish"))
                .check(SHARED_MODEL);
    }

    @Test
    void packagesOfTools_dependInOneDirection() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("directory")
                .definedBy("dev.millrace.model.tool.directory")
                .layer("manifest")
                .definedBy("dev.millrace.model.tool.manifest")
                .layer("schema")
                .definedBy("dev.millrace.model.tool.schema")
                .layer("yaml")
                .definedBy("dev.millrace.model.tool.yaml")
                .layer("tool")
                .definedBy("dev.millrace.model.tool")
                .whereLayer("directory")
                .mayOnlyAccessLayers("manifest", "yaml", "tool")
                .whereLayer("manifest")
                .mayOnlyAccessLayers("schema", "yaml", "tool")
                .whereLayer("schema")
                .mayNotAccessAnyLayer()
                .whereLayer("yaml")
                .mayNotAccessAnyLayer()
                .whereLayer("tool")
                .mayNotAccessAnyLayer()
                .check(SHARED_MODEL);
    }

    @Test
    void redis_isKnownToUpdatesOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.millrace.model.updates")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("redis..")
                .check(SHARED_MODEL);
    }

    @Test
    void nothingHere_knowsOfHttpOrOfANode() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.javalin..", "org.eclipse.jetty..", "dev.millrace.api..", "dev.millrace.worker..")
                .check(SHARED_MODEL);
    }

    @Test
    void dbChangelog_knowsNothingOfTheRest() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "javax..", "liquibase..", "org.jspecify..", "dev.millrace.db")
                .check(DB_CHANGELOG);
    }
}

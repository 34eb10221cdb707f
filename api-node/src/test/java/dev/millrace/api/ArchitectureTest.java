package dev.millrace.api;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.millrace.test.architecture.HouseRules;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses API = HouseRules.module("dev.millrace.api");

    @Test
    void api_keepsTheHouseRules() {
        HouseRules.check(API, Set.of("EventHub", "HistoryKeeper"), Set.of());
    }

    @Test
    void jobRunr_isKnownToTheDashboardOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.millrace.api.dashboard")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jobrunr..")
                .check(API);
    }

    @Test
    void jetty_isKnownToTheServerOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.millrace.api.http..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jetty..")
                .check(API);
    }

    @Test
    void api_speaksToPostgresAndRedisThroughTheSharedModelOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.jdbi..", "redis..", "org.postgresql..")
                .check(API);
    }

    @Test
    void http_knowsNothingOfJobsNorOfTheirHandlers() {
        classes()
                .that()
                .resideInAPackage("dev.millrace.api.http..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "dev.millrace.api.http..",
                                "dev.millrace.model.config",
                                "dev.millrace.model.db",
                                "dev.millrace.model.error",
                                "dev.millrace.model.json",
                                "dev.millrace.model.thread")
                        .or(not(resideInAPackage("dev.millrace.."))))
                .check(API);
    }

    @Test
    void http_hasNoCycles() {
        slices().matching("dev.millrace.api.http.(**)")
                .should()
                .beFreeOfCycles()
                .check(API);
    }

    /** Permission and audit stand there; a handler that went by would forget them. */
    @Test
    void handlers_askOperations_notWhatLiesBelow() {
        noClasses()
                .that()
                .resideInAPackage("dev.millrace.api.rest..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(".*\\.(JobReader|JobSearch|Queues|Submissions|Cancellations|ToolRegistry|ToolJobs)")
                .check(API);
    }

    @Test
    void watch_knowsNothingOfHttp() {
        noClasses()
                .that()
                .resideInAPackage("dev.millrace.api.watch")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.millrace.api.http..", "io.javalin..")
                .check(API);
    }

    @Test
    void server_isKnownToTheNodeOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.millrace.api", "dev.millrace.api.http.server")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.millrace.api.http.server")
                .check(API);
    }

    /** The arrows of docs/architecture.md; every package may use http and caller. */
    @Test
    void packages_knowEachOtherOnlyAsDrawn() {
        slices().matching("dev.millrace.api.(**)")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        alwaysTrue(), resideInAnyPackage("dev.millrace.api.http..", "dev.millrace.api.caller"))
                .ignoreDependency(
                        resideInAPackage("dev.millrace.api.rest.."), resideInAPackage("dev.millrace.api.watch"))
                .ignoreDependency(
                        resideInAnyPackage("dev.millrace.api.rest.jobs.bulk", "dev.millrace.api.rest.artifacts"),
                        resideInAPackage("dev.millrace.api.rest.jobs"))
                .check(API);
    }
}

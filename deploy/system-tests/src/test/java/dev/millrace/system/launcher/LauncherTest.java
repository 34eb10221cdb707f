package dev.millrace.system.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each command of the launcher script starts, and with which arguments. */
final class LauncherTest extends LauncherScript {
    @ParameterizedTest
    @CsvSource({
        "api, api-node/target/api-node.jar, -Xms32m|-XX:+DisableAttachMechanism|-XX:+ExitOnOutOfMemoryError|-XX:+UseSerialGC|",
        "worker, worker-node/target/worker-node.jar, -Xms32m|-XX:+DisableAttachMechanism|-XX:+ExitOnOutOfMemoryError|-XX:+UseSerialGC|",
        "migrate, db-changelog/target/db-changelog.jar, ''"
    })
    void aNode_isTheJarOfItsImage_andGetsTheOtherArguments(String command, String jar, String small) throws Exception {
        Path root = builtRoot(jar);
        Outcome outcome = launch(root.resolve("millrace"), javaHome("25"), command, "--an", "argument with blanks");

        assertEquals(
                directory + "|" + small + "-Dfrom=environment|-jar|" + root.resolve(jar)
                        + "|--an|argument with blanks|\n",
                outcome.output());
        assertEquals(42, outcome.status());
    }

    @Test
    void everythingElse_isTheStandalone_alsoThroughALink() throws Exception {
        String jar = "deploy/standalone/target/standalone.jar";
        Path root = builtRoot(jar);
        Path link = Files.createSymbolicLink(directory.resolve("link"), root.resolve("millrace"));

        assertEquals(
                directory + "|" + serverOptions(root)
                        + "|-XX:+DisableAttachMechanism|-Dfrom=environment|-jar|"
                        + root.resolve(jar) + "|demo|--exit|\n",
                launch(link, javaHome("17.0.1"), "demo", "--exit").output());
        assertTrue(launch(link, javaHome("17.0.1"), "run", "a tool")
                .output()
                .endsWith("|-jar|" + root.resolve(jar) + "|run|a tool|\n"));
    }

    @Test
    void bench_knowsTheCheckout_asItStartsADevOfItsOwn() throws Exception {
        String jar = "deploy/benchmarks/target/benchmarks.jar";
        Path root = builtRoot(jar);

        assertEquals(
                directory + "|" + serverOptions(root) + "|-Dfrom=environment|-jar|" + root.resolve(jar)
                        + "|--runs|5|\n",
                launch(root.resolve("millrace"), javaHome("25"), "bench", "--runs", "5")
                        .output());
    }

    @Test
    void drill_knowsTheCheckout_asItStartsTheNodesOfIt() throws Exception {
        String jar = "deploy/drills/target/drills-command.jar";
        Path root = builtRoot(jar);

        assertEquals(
                directory + "|-Dmillrace.home=" + root
                        + "|-XX:TieredStopAtLevel=1|-XX:+UseSerialGC|-Dfrom=environment|-jar|" + root.resolve(jar)
                        + "|--minutes|5|\n",
                launch(root.resolve("millrace"), javaHome("25"), "drill", "--minutes", "5")
                        .output());
    }

    /** Postgres, started by it, would show them to every tool. */
    @Test
    void devAndDemo_startWithoutSecretsOfTheEnvironment() throws Exception {
        Path root = builtRoot("deploy/standalone/target/standalone.jar");
        Path home = javaHome("17.0.1");
        Files.writeString(home.resolve("bin/java"), "#!/bin/sh\nenv\n");
        secrets = Map.of(
                "MILLRACE_DATABASE_URL",
                "postgresql://me:hunter@db/x",
                "AWS_SECRET_ACCESS_KEY",
                "hunter",
                "PLAIN",
                "stays");

        for (String command : List.of("dev", "demo")) {
            String shown = launch(root.resolve("millrace"), home, command).output();
            assertTrue(shown.contains("PLAIN=stays"), shown);
            assertFalse(shown.contains("hunter"), shown);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sp ace", "q'uo\"te", "a$b`id`", "*?[x]", "back\\slash", "per%20cent", "ü日本"})
    void aCheckout_mayHaveAnyOtherName(String name) throws Exception {
        Path root = Files.createDirectory(directory.resolve(name));
        Files.copy(ROOT.resolve("millrace"), root.resolve("millrace"));
        Path jar = root.resolve("db-changelog/target/db-changelog.jar");
        Files.createDirectories(jar.resolveSibling("lib"));
        Files.writeString(jar, "");
        javaOptions = "-Da=*  -Db=$(id)";

        assertEquals(
                directory + "|-Da=*|-Db=$(id)|-jar|" + jar + "|\n",
                launch(root.resolve("millrace"), javaHome("17.0.1"), "migrate").output());
    }

    private static String serverOptions(Path root) {
        return "-Dmillrace.home=" + root + "|-XX:TieredStopAtLevel=1|-XX:CompileThresholdScaling=0.05|-XX:+UseSerialGC";
    }
}

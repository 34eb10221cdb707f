package dev.millrace.system.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher script up to the point where Java takes over; a Java of the test's own only says what it was asked. */
final class LauncherTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    @TempDir
    private Path directory;

    private String javaOptions = "-Dfrom=environment";
    private Map<String, String> secrets = Map.of();

    @ParameterizedTest
    @CsvSource({"1.8.0_392", "11.0.2", "16"})
    void anOldJava_isRefusedInOneLine(String version) throws Exception {
        Outcome outcome = launch(javaHome(version), "jobs");

        assertEquals(1, outcome.status());
        assertEquals(
                "millrace: Java " + version + " is too old (" + directory
                        + "/java/bin/java); Millrace needs 17 or newer: set JAVA_HOME\n",
                outcome.output());
    }

    @Test
    void aWrongJavaHome_isNamed() throws Exception {
        Outcome outcome = launch(directory.resolve("nowhere"), "jobs");

        assertEquals(1, outcome.status());
        assertEquals(
                "millrace: JAVA_HOME is " + directory + "/nowhere, and there is no bin/java in it\n", outcome.output());
    }

    @Test
    void withoutACompiler_nothingIsBuilt_andTheReasonIsSaid() throws Exception {
        // A copy of the script has no build beside it.
        Path lonely = Files.copy(ROOT.resolve("millrace"), directory.resolve("millrace"));
        Outcome outcome = launch(lonely, javaHome("17.0.1"), "migrate");

        assertEquals(1, outcome.status());
        assertTrue(outcome.output().contains("has no compiler; set JAVA_HOME to a JDK"), outcome.output());
    }

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

    /** Java refuses to start with two collectors. */
    @Test
    void aNode_hasTheCollectorItIsGiven() throws Exception {
        String jar = "worker-node/target/worker-node.jar";
        Path root = builtRoot(jar);
        javaOptions = "-XX:+UseZGC -Xmx1g";

        assertEquals(
                directory + "|-Xms32m|-XX:+DisableAttachMechanism|-XX:+ExitOnOutOfMemoryError|-XX:+UseZGC|-Xmx1g|-jar|"
                        + root.resolve(jar) + "|\n",
                launch(root.resolve("millrace"), javaHome("25"), "worker").output());
    }

    @ParameterizedTest
    @CsvSource({"25, 2000-01-01T00:00:00Z, true", "24, 2000-01-01T00:00:00Z, false", "25, 2100-01-01T00:00:00Z, false"})
    void aNode_hasItsAotCache_unlessALibraryIsNewer(String version, Instant library, boolean used) throws Exception {
        String jar = "worker-node/target/worker-node.jar";
        Path root = builtRoot(jar);
        Path old = Files.writeString(root.resolve(jar).resolveSibling("lib").resolve("old.jar"), "");
        Files.setLastModifiedTime(old, FileTime.from(library));
        Files.setLastModifiedTime(root.resolve(jar), FileTime.from(Instant.EPOCH));
        Path cache = Files.writeString(root.resolve("worker-node/target/worker-node.aot"), "");

        String options = "|-Xms32m|-XX:+DisableAttachMechanism|-XX:+ExitOnOutOfMemoryError|-XX:+UseSerialGC|"
                + (used ? "-XX:AOTCache=" + cache + "|" : "");
        assertEquals(
                directory + options + "-Dfrom=environment|-jar|" + root.resolve(jar) + "|\n",
                launch(root.resolve("millrace"), javaHome(version), "worker").output());
    }

    @Test
    void anAotCache_needsJava25() throws Exception {
        Outcome outcome = launch(javaHome("24.0.1"), "aot-cache");

        assertEquals(1, outcome.status());
        assertEquals(
                "millrace: aot-cache needs Java 25 or newer, and this is 24 (" + directory
                        + "/java/bin/java): set JAVA_HOME\n",
                outcome.output());
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
    @ValueSource(strings = {"a:b", "a!"})
    void aCheckoutThatJavaCannotRead_isRefusedByName(String name) throws Exception {
        Path root = Files.createDirectory(directory.resolve(name));
        Path script = Files.copy(ROOT.resolve("millrace"), root.resolve("millrace"));
        Outcome outcome = launch(script, javaHome("17.0.1"), "jobs");

        assertEquals(1, outcome.status());
        assertTrue(
                outcome.output()
                        .startsWith("millrace: Java does not run what is in " + root.toRealPath() + ": move it"),
                outcome.output());
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

    /** Java would take the first file that it opens for its standard output. */
    @Test
    void whatWasClosed_isAnErrorToJava_andNoFileOfItsOwn() throws Exception {
        Path root = builtRoot("db-changelog/target/db-changelog.jar");
        Path home = javaHome("17.0.1");
        Files.writeString(
                home.resolve("bin/java"),
                "#!/bin/sh\nin=$(readlink /proc/$$/fd/0); out=$(readlink /proc/$$/fd/1); err=$(readlink /proc/$$/fd/2); echo $in $out $err > seen\n");
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "JAVA_HOME=$0 exec \"$1\" migrate <&- >&- 2>&-",
                        home.toString(),
                        root.resolve("millrace").toString())
                .directory(directory.toFile())
                .start();
        process.waitFor();

        assertEquals("/dev/null /dev/null /dev/null\n", Files.readString(directory.resolve("seen")));
    }

    private static String serverOptions(Path root) {
        return "-Dmillrace.home=" + root + "|-XX:TieredStopAtLevel=1|-XX:CompileThresholdScaling=0.05|-XX:+UseSerialGC";
    }

    private Path builtRoot(String jar) throws IOException {
        Path root = Files.createDirectories(directory.resolve("checkout of mine"));
        Files.copy(ROOT.resolve("millrace"), root.resolve("millrace"));
        Files.createDirectories(root.resolve(jar).resolveSibling("lib"));
        Files.writeString(root.resolve(jar), "");
        return root.toRealPath();
    }

    private Path javaHome(String version) throws IOException {
        Path home = directory.resolve("java");
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s|' \"$PWD\" \"$@\"\necho\nexit 42\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private Outcome launch(Path javaHome, String... arguments) throws Exception {
        return launch(ROOT.resolve("millrace"), javaHome, arguments);
    }

    private Outcome launch(Path script, Path javaHome, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(script.toString());
        builder.command().addAll(List.of(arguments));
        builder.directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", javaHome.toString());
        builder.environment().put("MILLRACE_JAVA_OPTS", javaOptions);
        builder.environment().putAll(secrets);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running");
        return new Outcome(process.exitValue(), output);
    }

    private record Outcome(int status, String output) {}
}

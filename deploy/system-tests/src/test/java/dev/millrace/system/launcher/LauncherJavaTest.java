package dev.millrace.system.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which Java the launcher takes, what it gives it, and what it says where that will not do. */
final class LauncherJavaTest extends LauncherScript {
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
}

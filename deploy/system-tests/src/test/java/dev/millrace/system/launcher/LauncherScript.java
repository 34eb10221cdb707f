package dev.millrace.system.launcher;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script up to the point where Java takes over; a Java of the test's own only says what it was asked. */
abstract class LauncherScript {
    static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    @TempDir
    Path directory;

    String javaOptions = "-Dfrom=environment";

    Map<String, String> secrets = Map.of();

    Path builtRoot(String jar) throws IOException {
        Path root = Files.createDirectories(directory.resolve("checkout of mine"));
        Files.copy(ROOT.resolve("millrace"), root.resolve("millrace"));
        Files.createDirectories(root.resolve(jar).resolveSibling("lib"));
        Files.writeString(root.resolve(jar), "");
        return root.toRealPath();
    }

    Path javaHome(String version) throws IOException {
        Path home = directory.resolve("java");
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s|' \"$PWD\" \"$@\"\necho\nexit 42\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    Outcome launch(Path javaHome, String... arguments) throws Exception {
        return launch(ROOT.resolve("millrace"), javaHome, arguments);
    }

    Outcome launch(Path script, Path javaHome, String... arguments) throws Exception {
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

    record Outcome(int status, String output) {}
}

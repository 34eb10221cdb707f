package dev.millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With launchers that say and do no more than the test needs. */
class LocalMillraceTest {
    @TempDir
    private Path home;

    @Test
    void stopping_readsWhatIsSaidToTheEnd_andFailsInNoThread() throws Exception {
        launcher("""
                trap 'echo Stopping; touch "$0.stopped"; exit 0' TERM
                echo 'API  http://127.0.0.1:4711/api/v1/jobs'
                while :; do echo still here; sleep 0.01; done
                """);
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
        try {
            LocalMillrace local = LocalMillrace.start(home);
            assertEquals(URI.create("http://127.0.0.1:4711"), local.url());
            Thread reader = reader();
            local.close();
            reader.join();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }

        assertEquals(List.of(), failures);
        assertTrue(Files.exists(home.resolve("millrace.stopped")));
    }

    private static Thread reader() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("millrace-output"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aLauncherThatFails_isQuoted() throws Exception {
        launcher("echo millrace: no Java; exit 1");

        BenchException failure = assertThrows(BenchException.class, () -> LocalMillrace.start(home));

        assertTrue(failure.getMessage().contains("millrace: no Java"), failure.getMessage());
    }

    private void launcher(String script) throws IOException {
        Path launcher = Files.writeString(home.resolve("millrace"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}

package dev.millrace.model.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.config.Backends;
import dev.millrace.model.config.Environment;
import dev.millrace.model.db.Database;
import dev.millrace.model.process.ProcessSecrets;
import dev.millrace.model.thread.LastResort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** With nodes in JVMs of their own, which tell themselves to stop at a given moment of their start. */
final class NodeStartTest {
    private record Ended(int status, String output) {}

    @Test
    void aStopInTheMiddleOfTheStart_letsItEnd_andThenStopsInOrder() throws Exception {
        assertEquals(new Ended(0, "started\nstopped\n"), run(StoppedWhileItStarts.class));
    }

    static final class StoppedWhileItStarts {
        public static void main(String[] arguments) {
            NodeStart.main("test", environment -> {
                terminateSelf();
                System.out.println("started");
                return () -> System.out.println("stopped");
            });
        }
    }

    @Test
    void aStopDuringTheWaitForPostgres_endsItAtOnce() throws Exception {
        Ended ended = run(StoppedWhileItWaits.class);

        assertEquals(128 + 15, ended.status(), ended.output());
        assertFalse(ended.output().contains("millrace test:"), ended.output());
    }

    static final class StoppedWhileItWaits {
        public static void main(String[] arguments) {
            NodeStart.main("test", environment -> {
                Backends absent = Backends.from(new Environment(
                        Map.of("MILLRACE_DATABASE_URL", "postgresql://x@localhost:1/x", "MILLRACE_START_WAIT", "1d")));
                terminateSelf();
                NodeStart.awaitCurrentSchema(new Database(absent.database(), "test", 1), absent);
                throw new IllegalStateException("There is no such Postgres");
            });
        }
    }

    @Test
    void anErrorInTheStart_isSaid_andIsTheEnd() throws Exception {
        Ended ended = run(MissingAClass.class);

        assertEquals(1, ended.status(), ended.output());
        assertTrue(
                ended.output().contains("millrace test: cannot start: java.lang.NoClassDefFoundError: missing"),
                ended.output());
    }

    static final class MissingAClass {
        public static void main(String[] arguments) {
            NodeStart.main("test", environment -> {
                keepTheProcess();
                throw new NoClassDefFoundError("missing");
            });
        }
    }

    @Test
    void aThreadThatRunsOutOfMemory_endsTheNode() throws Exception {
        Ended ended = run(OutOfMemory.class);

        assertEquals(LastResort.STATUS, ended.status(), ended.output());
        assertTrue(
                ended.output().contains("millrace test: thread part died of java.lang.OutOfMemoryError: none left"),
                ended.output());
    }

    static final class OutOfMemory {
        public static void main(String[] arguments) {
            NodeStart.main("test", environment -> {
                keepTheProcess();
                Thread part = new Thread(
                        () -> {
                            throw new OutOfMemoryError("none left");
                        },
                        "part");
                part.start();
                return () -> {};
            });
        }
    }

    @Test
    void anErrorInTheStop_isSaidInTheStatus() throws Exception {
        assertEquals(1, run(CannotStop.class).status());
    }

    static final class CannotStop {
        public static void main(String[] arguments) {
            NodeStart.main("test", environment -> {
                terminateSelf();
                return () -> {
                    throw new NoClassDefFoundError("missing");
                };
            });
        }
    }

    /** As the parts of a node do that have been started. */
    private static void keepTheProcess() {
        new Thread(LockSupport::park, "keeps-the-process").start();
    }

    /** Returns once the stop is under way. */
    private static void terminateSelf() throws IOException {
        new ProcessBuilder("kill", Long.toString(ProcessHandle.current().pid())).start();
        try {
            while (true) {
                Thread hook = new Thread();
                Runtime.getRuntime().addShutdownHook(hook);
                Runtime.getRuntime().removeShutdownHook(hook);
                Thread.onSpinWait();
            }
        } catch (IllegalStateException shuttingDown) {
            // As awaited.
        }
    }

    private static Ended run(Class<?> main) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // As every node is started; without it, the node says so.
                        ProcessSecrets.NO_ATTACHING,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}

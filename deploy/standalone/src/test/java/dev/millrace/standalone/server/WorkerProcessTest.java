package dev.millrace.standalone.server;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** With real processes in place of workers. */
final class WorkerProcessTest {
    private final List<Process> started = new CopyOnWriteArrayList<>();
    private final List<String> said = new CopyOnWriteArrayList<>();

    private WorkerProcess start(String... command) throws Exception {
        WorkerProcess.Starter starter = () -> {
            Process process = new ProcessBuilder(command).start();
            started.add(process);
            return process;
        };
        RestartPause pause = new RestartPause(Duration.ofMillis(1), Duration.ofMillis(4));
        return WorkerProcess.start("worker 1", starter, pause, said::add);
    }

    @Test
    void aProcessThatIsKilled_isReplaced_andItIsSaidInOneLine() throws Exception {
        try (WorkerProcess worker = start("sleep", "600")) {
            Process killed = worker.process().orElseThrow();
            killed.destroyForcibly();
            eventually("another one runs", () -> started.size() == 2);

            assertTrue(started.get(1).isAlive());
            assertEquals(
                    List.of("worker 1: process " + killed.pid() + " ended with 137; a new one starts in 1ms"), said);
        }
    }

    @Test
    void aProcessThatKeepsEnding_isStartedAgain_afterGrowingPauses() throws Exception {
        try (WorkerProcess worker = start("false")) {
            eventually("it has ended four times", () -> said.size() >= 4);
        }

        assertEquals(
                List.of("1ms", "2ms", "4ms", "4ms"),
                said.stream()
                        .limit(4)
                        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                        .toList());
    }

    @Test
    void aProcessThatIsStopped_isNotReplaced() throws Exception {
        WorkerProcess worker = start("sleep", "600");
        worker.close();
        eventually(
                "nobody watches it any more",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("worker 1 watch")));

        assertFalse(started.get(0).isAlive());
        assertEquals(1, started.size());
        assertEquals(List.of(), said);
    }
}

package dev.millrace.worker.runtime.process;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ToolThreadsTest {
    private final AtomicInteger run = new AtomicInteger();

    @Test
    void asManyTasks_asThreadsWereTaken_runAtOnce_andNoMore() {
        ToolThreads threads = ToolThreads.take(2);
        for (int i = 0; i < 2; i++) {
            threads.execute(() -> {
                run.incrementAndGet();
                eventually("both run", () -> run.get() == 2);
            });
        }

        eventually("both run", () -> run.get() == 2);
        assertThrows(IllegalStateException.class, () -> threads.execute(run::incrementAndGet));
    }

    @Test
    void threadThatWasNotUsed_isLetGo() {
        ToolThreads.take(3).close();

        eventually(
                "none waits",
                () -> Thread.getAllStackTraces().values().stream()
                        .flatMap(java.util.Arrays::stream)
                        .noneMatch(frame -> frame.getClassName().equals(ToolThreads.class.getName())));
    }
}

package dev.millrace.worker.runtime.process.spawn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.worker.runtime.Stop;
import dev.millrace.worker.runtime.process.spawn.Spawner.Spawned;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartCountTest {
    private static final long ROUNDS = 200;

    @ParameterizedTest
    @CsvSource({
        // what the kernel counted before, what it counts since, how many of those are ours, whether that is all
        "1000, 1, 1, true",
        "1000, 5, 5, true",
        "1000, 2, 1, false",
        "1000, 1, 0, false",
        "1000, 0, 0, false",
        "1000, 0, 1, false",
        "0, 1, 1, false",
    })
    void program_isChildlessWhereAllThatWasStartedIsOurs(long before, long since, int ours, boolean childless) {
        AtomicLong all = new AtomicLong(before);
        StartCount count = new StartCount(all::get);
        count.started();
        BooleanSupplier isChildless = count.beforeStart();

        all.addAndGet(since);
        for (int i = 0; i < ours; i++) {
            count.started();
        }

        assertEquals(childless, isChildless.getAsBoolean());
    }

    @Test
    void thisMachine_tellsWhatStartsNothingFromWhatDoes() throws Exception {
        Spawner spawner = NativeSpawner.orThroughLaunchers();
        int childless = 0;
        for (int i = 0; i < ROUNDS; i++) {
            childless += isChildless(spawner, "/bin/true") ? 1 : 0;
            assertFalse(isChildless(spawner, "/bin/sh", "-c", "sleep 0 & true"));
        }
        // Others start something now and then, but not all the time.
        assertTrue(childless > 0);
    }

    private static boolean isChildless(Spawner spawner, String... command) throws IOException, InterruptedException {
        Spawned spawned = spawner.start(
                List.of(command), Map.of(), Path.of("/"), Path.of("/dev/null"), new Marking(0), new Stop());
        spawned.process().waitFor();
        spawned.process().getInputStream().close();
        spawned.process().getErrorStream().close();
        return spawned.isChildless().getAsBoolean();
    }
}

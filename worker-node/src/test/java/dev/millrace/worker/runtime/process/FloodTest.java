package dev.millrace.worker.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.log.LogStream;
import dev.millrace.worker.runtime.Exit;
import dev.millrace.worker.runtime.output.OutputLimits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever a tool writes, it neither blocks nor costs more memory than the limits say. */
class FloodTest extends ToolTest {
    private static final OutputLimits SMALL = new OutputLimits(1000, 10_000, 50);

    @Test
    void manyLines_areCountedPastTheLimit() {
        Tool tool = script("yes | head -c 40000000; echo end >&2; echo ::progress 99 done; exit 3");
        tool.runtime = ProcessRuntime.onThisMachine(SMALL);

        assertEquals(3, tool.run().exitCode());
        assertEquals(50, tool.output.texts(LogStream.STDOUT).size());
        assertEquals(List.of("99 done"), tool.output.progress);
        assertEquals(
                List.of("Output limit reached: 19999951 lines (19999953 bytes) were not kept."),
                tool.output.texts(LogStream.MILLRACE));
    }

    @Test
    void totalOfBytes_isLimitedOverBothStreams() {
        Tool tool = script("line=$(printf '%0900d' 0); for i in $(seq 20); do echo $line; echo $line >&2; done");
        tool.runtime = ProcessRuntime.onThisMachine(SMALL);

        tool.run();

        assertEquals(
                11,
                tool.output.texts(LogStream.STDOUT).size()
                        + tool.output.texts(LogStream.STDERR).size());
        assertEquals(
                List.of("Output limit reached: 29 lines (26100 bytes) were not kept."),
                tool.output.texts(LogStream.MILLRACE));
    }

    @Test
    void hugeLine_isCut() {
        Tool tool = script("head -c 104857600 /dev/zero | tr '\\0' x; echo; echo after");

        tool.run();

        List<String> lines = tool.output.texts(LogStream.STDOUT);
        assertEquals("x".repeat(65536) + " … [line cut: 104857600 bytes]", lines.get(0));
        assertEquals("after", lines.get(1));
    }

    @Test
    void binaryOutput_becomesText() {
        Tool tool = script("printf 'a\\377\\000b\\n'");

        tool.run();

        assertEquals(List.of("a\uFFFD\uFFFDb"), tool.output.texts(LogStream.STDOUT));
    }

    @Test
    void writerLeftBehind_isStoppedAndItsOutputBounded() {
        Tool tool = script("(trap '' TERM; exec yes) & sleep 0.2; exit 0");
        tool.runtime = ProcessRuntime.onThisMachine(SMALL);
        tool.grace = Duration.ofMillis(500);

        Exit exit = tool.run();

        assertEquals(0, exit.exitCode());
        assertEquals(0, exit.survivors());
        assertEquals(50, tool.output.texts(LogStream.STDOUT).size());
        assertTrue(tool.output.texts(LogStream.MILLRACE).get(0).contains("1 process behind"));
    }
}

package dev.millrace.worker.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.log.LogStream;
import dev.millrace.worker.runtime.process.tree.ProcessTable;
import dev.millrace.worker.runtime.scratch.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test that runs tools, each in a directory of its own. */
public abstract class ToolTest {
    private static final String DEAF =
            "/bin/sh -c 'trap \"\" TERM; echo pid $$; : > away; while :; do sleep 0.05; done'";

    private static final String WAIT = "until [ -e away ]; do sleep 0.02; done; ";

    /**
     * A grandchild that does all it can to get away: two forks, its own session, no environment, deaf to TERM. The script
     * goes on when it has.
     */
    static final String ESCAPE = "(setsid env -i " + DEAF + " &) ; " + WAIT;

    /** One that keeps the environment of the tool, and with it a mark that is there. */
    static final String LEAVE = "(setsid " + DEAF + " &) ; " + WAIT;

    @TempDir
    protected Path root;

    protected Scratch scratch;

    @BeforeEach
    void openScratch() throws IOException {
        scratch = Scratch.open(root.resolve("scratch"));
    }

    @AfterEach
    void closeScratch() throws IOException {
        scratch.close();
    }

    protected Tool program(String... command) {
        return new Tool(scratch, List.of(command));
    }

    protected Tool script(String script) {
        return program("/bin/sh", "-c", script);
    }

    /** The grandchild of {@link #ESCAPE} or {@link #LEAVE}. */
    static void assertEscapedIsDead(Tool tool) {
        String line = tool.output.texts(LogStream.STDOUT).stream()
                .filter(text -> text.startsWith("pid "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("The grandchild never ran: " + tool.output.lines));
        assertTrue(ProcessTable.find(Long.parseLong(line.substring(4))).isEmpty(), "The grandchild is alive: " + line);
        assertNoProcessWorksIn(tool);
    }

    static void assertNoProcessWorksIn(Tool tool) {
        List<Long> left = ProcessTable.all().stream()
                .map(ProcessTable.Entry::pid)
                .filter(pid -> tool.directory.work().equals(workingDirectory(pid)))
                .toList();
        assertEquals(List.of(), left);
    }

    private static Path workingDirectory(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd"));
        } catch (IOException e) {
            return Path.of("/");
        }
    }
}

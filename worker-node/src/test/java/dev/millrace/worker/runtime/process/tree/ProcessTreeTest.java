package dev.millrace.worker.runtime.process.tree;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.worker.runtime.process.program.SystemPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessTreeTest {
    /** Greater than any pid, so that every process looks older than the program. */
    private static final long ROOT = 1L << 32;

    private static final long LIMIT = 2 * ROOT;
    private static final ProcessMark.Variable MARK =
            new ProcessMark.Variable("MARK", UUID.randomUUID().toString());

    private Process member;

    @BeforeEach
    void startMember() throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sleep", "600");
        builder.environment().put(MARK.name(), MARK.value());
        member = builder.start();
        eventually("it has its environment", () -> MARK.isOn(member.pid()));
    }

    @AfterEach
    void stopMember() {
        member.destroyForcibly();
    }

    /** The pids that a look by pid finds after the second look at the sequence. */
    private static List<Long> found(PidSequence first, PidSequence second) {
        return new ProcessTree(MARK, ROOT, first, () -> second)
                .membersByPid().stream().map(ProcessTable.Entry::pid).toList();
    }

    /** The kernel calls it a zombie, and it computes on. */
    @Test
    void programWhoseFirstThreadHasEnded_isAlive() throws Exception {
        Assumptions.assumeTrue(
                SystemPath.find("python3", SystemPath.DEFAULT).isPresent(), "Python is missing: it can end one thread");
        Process program = new ProcessBuilder(
                        "python3",
                        "-c",
                        "import ctypes, threading, time\n"
                                + "threading.Thread(target=time.sleep, args=(600,)).start()\n"
                                + "ctypes.CDLL(None).pthread_exit(None)")
                .start();
        try {
            Path stat = Path.of("/proc/" + program.pid() + "/stat");
            eventually(
                    "its first thread has ended",
                    () -> !program.isAlive() || Files.readString(stat).contains(") Z "));

            assertTrue(ProcessTable.find(program.pid()).isPresent());
        } finally {
            program.destroyForcibly();
        }
    }

    @Test
    void olderPids_areNotLookedAtWhileTheSequenceOnlyAscends() {
        assertEquals(List.of(), found(new PidSequence(1_000, LIMIT), new PidSequence(1_001, LIMIT)));
    }

    @Test
    void allPids_areLookedAtOnceTheSequenceMayHaveBegunAgain() {
        assertEquals(List.of(member.pid()), found(new PidSequence(1_000, LIMIT), new PidSequence(1_000 + ROOT, LIMIT)));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1000", "1000, 0", "1000, 999"})
    void allPids_areLookedAtWhenTheKernelDoesNotSay(long first, long second) {
        assertEquals(List.of(member.pid()), found(new PidSequence(first, LIMIT), new PidSequence(second, LIMIT)));
        assertFalse(new PidSequence(1_000, 0).hasOnlyAscended(new PidSequence(1_000, 0), 1));
    }

    @ParameterizedTest
    @CsvSource({
        // started since, pid, whether it has only ascended below a limit of 32768
        "0, 300, true",
        "24275, 300, true",
        "24276, 300, false",
        "0, 24575, true",
        "0, 24576, false",
        "32768, 300, false",
    })
    void sequence_isTrustedUpToThreeQuartersOfItsLength(long started, long pid, boolean ascended) {
        PidSequence earlier = new PidSequence(500, 32_768);

        assertEquals(ascended, new PidSequence(500 + started, 32_768).hasOnlyAscended(earlier, pid));
    }

    @Test
    void thisMachine_says() {
        PidSequence pids = ProcessTable.pids();

        assertTrue(pids.started() > 0 && pids.limit() > 0, pids::toString);
    }
}

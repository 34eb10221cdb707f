package dev.millrace.worker.runtime.process.orphan;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.millrace.model.process.NativeAccess;
import dev.millrace.model.thread.TaskThreads;
import dev.millrace.worker.runtime.process.tree.ProcessTable;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects what becomes a child of this process when its own parent is gone: the duty of process 1, as which a worker runs
 * in a container. Without it, each such process would stay as a zombie when it ends, until there is no pid left.
 *
 * <p>Others wait for their own children, the JVM for those that it has started, and must not lose how these ended. They do
 * so within a moment; so what this collects is a zombie that is nobody's known child, and was one at the look before.
 */
public final class OrphanReaper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OrphanReaper.class);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final long SELF = ProcessHandle.current().pid();

    /** {@code siginfo_t} of a 64-bit Linux, and where in it the pid is. */
    private static final int INFORMATION_BYTES = 128;

    private static final int PID = 16;

    /** Apart from what starts programs, which not every C library has. */
    private static final class LibC {
        static final int WNOHANG = 1;
        static final int WEXITED = 4;
        static final int WNOWAIT = 0x1000000;
        static final int P_ALL = 0;
        static final int PR_GET_CHILD_SUBREAPER = 37;

        static {
            Native.register(LibC.class, "c");
        }

        /** @param information {@code siginfo_t} */
        static native int waitid(int idType, int id, Pointer information, int options) throws LastErrorException;

        static native int waitpid(int pid, int[] status, int options) throws LastErrorException;

        static native int prctl(int option, int[] value, long third, long fourth, long fifth) throws LastErrorException;
    }

    private final TaskThreads looks = new TaskThreads("orphan-reaper", 1);
    private final Memory information = new Memory(INFORMATION_BYTES);
    private Set<ProcessTable.Entry> zombiesBefore = Set.of();

    private OrphanReaper() {
        looks.every(Duration.ZERO, PAUSE, this::look);
    }

    /** Starts collecting, where orphans come to this process at all. */
    public static AutoCloseable start() {
        Optional<String> obstacle = NativeAccess.obstacle();
        if (obstacle.isPresent()) {
            if (SELF == 1) {
                log.warn(
                        "This is process 1 and cannot collect what tools leave behind; give the container an init: {}",
                        obstacle.get());
            }
            return () -> {};
        }
        return adopts() ? new OrphanReaper() : () -> {};
    }

    private static boolean adopts() {
        int[] isSubreaper = new int[1];
        try {
            LibC.prctl(LibC.PR_GET_CHILD_SUBREAPER, isSubreaper, 0, 0, 0);
        } catch (LastErrorException e) {
            log.debug("Whether orphans come to this process is not known", e);
        }
        return SELF == 1 || isSubreaper[0] != 0;
    }

    private void look() {
        zombiesBefore = hasDeadChild() ? collect(ProcessTable.zombiesOf(SELF)) : Set.of();
    }

    /** Costs one system call where there is none. */
    private boolean hasDeadChild() {
        information.clear();
        try {
            LibC.waitid(LibC.P_ALL, 0, information, LibC.WEXITED | LibC.WNOHANG | LibC.WNOWAIT);
            return information.getInt(PID) != 0;
        } catch (LastErrorException noChildAtAll) {
            return false;
        }
    }

    /** Returns those to look at again. */
    private Set<ProcessTable.Entry> collect(List<ProcessTable.Entry> zombies) {
        Set<ProcessTable.Entry> left = new HashSet<>();
        for (ProcessTable.Entry zombie : zombies) {
            if (OwnChildren.has(zombie.pid())) {
                continue;
            }
            if (!zombiesBefore.contains(zombie) || !collect((int) zombie.pid())) {
                left.add(zombie);
            }
        }
        return left;
    }

    private static boolean collect(int pid) {
        try {
            return LibC.waitpid(pid, new int[1], LibC.WNOHANG) == pid;
        } catch (LastErrorException collectedAlready) {
            return true;
        }
    }

    @Override
    public void close() {
        looks.close();
    }
}

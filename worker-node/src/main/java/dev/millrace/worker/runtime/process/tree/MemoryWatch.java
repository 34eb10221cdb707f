package dev.millrace.worker.runtime.process.tree;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The most memory that a program or one of its descendants had at a time.
 *
 * <p>The kernel reports it when a process has ended, but counts what the process was before it became the program: a copy of
 * the worker. So that number is right only where it is the greater one. Below, what counts is what was seen while the
 * program ran: the kernel remembers a living process's own peak, so that one look late in its life is as good as many.
 */
public final class MemoryWatch {
    /** Between looks: short at first, so that most of the life of even a short program is covered. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(2);

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    /** Of which one look takes a few milliseconds; a tool that forks without end shall not keep the worker busy too. */
    private static final int MOST_PROCESSES = 200;

    /** The kernel sums up memory per processor and only now and then, so two reports of one peak can differ. */
    private static final int TOLERANCE = 16;

    /** The worker's own peak as it was when it was last looked up; it only grows. */
    private static volatile long worker;

    private final long root;
    private long pause = SHORTEST_PAUSE.toNanos();
    private long seen;
    /** At the start, when there are no descendants yet. */
    private boolean isFirstLook = true;

    public MemoryWatch(long root) {
        this.root = root;
    }

    /** Looks now; returns in how many nanoseconds to look again. */
    public long look() {
        Deque<Long> processes = new ArrayDeque<>(List.of(root));
        for (int looked = 0; looked < MOST_PROCESSES && !processes.isEmpty(); looked++) {
            long pid = processes.remove();
            seen = Math.max(seen, ProcessTable.peakMemory(pid));
            if (!isFirstLook) {
                processes.addAll(ProcessTable.children(pid));
            }
        }
        isFirstLook = false;
        long wait = pause;
        pause = Math.min(pause * 2, LONGEST_PAUSE.toNanos());
        return wait;
    }

    /**
     * Bytes; null when it was never seen.
     *
     * @param reported what the kernel said at the program's end, in bytes; 0 where it was not asked
     */
    @Nullable
    public Long peak(long reported) {
        long peak = isMoreThanWorkers(reported) ? Math.max(reported, seen) : seen;
        return peak == 0 ? null : peak;
    }

    /** Looks the worker's peak up only if what is known of it does not answer the question. */
    private static boolean isMoreThanWorkers(long reported) {
        if (reported > worker + worker / TOLERANCE) {
            worker = ProcessTable.peakMemory(ProcessHandle.current().pid());
        }
        return reported > worker + worker / TOLERANCE;
    }
}

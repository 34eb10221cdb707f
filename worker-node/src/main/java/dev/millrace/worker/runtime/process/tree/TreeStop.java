package dev.millrace.worker.runtime.process.tree;

import dev.millrace.worker.runtime.Signal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Ends all processes of an attempt: TERM, grace, KILL. An interrupt does not cut it short. */
public final class TreeStop {
    /** KILL is repeated this long, so that a tree which forks meanwhile loses the race. */
    private static final Duration KILL_BOUND = Duration.ofSeconds(5);
    /** What was about to end anyway, like the rest of a pipeline, needs no signal and deserves no remark. */
    private static final Duration END_BOUND = Duration.ofMillis(25);

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

    private final ProcessTree tree;
    private final Set<ProcessTable.Entry> asked = new HashSet<>();
    private List<ProcessTable.Entry> members = List.of();
    private @Nullable Signal signal;
    private boolean interrupted;

    public TreeStop(ProcessTree tree) {
        this.tree = tree;
    }

    /** Ends everything; the grace is for all members together. */
    public void stop(Duration grace) {
        if (!repeat(Signal.TERM, grace)) {
            repeat(Signal.KILL, KILL_BOUND);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Ends what a program left behind when it exited. Costs one look where there is nothing.
     *
     * @return how many there were to end
     */
    public int stopLeftovers(Duration grace) {
        members = tree.membersByPid();
        if (members.isEmpty() || repeat(null, END_BOUND)) {
            return 0;
        }
        int leftovers = members.size();
        stop(grace);
        return leftovers;
    }

    /** The last signal sent, if any. */
    @Nullable
    public Signal signal() {
        return signal;
    }

    /** Members still alive when this was last looked at, which is at the end of every stop. */
    public int survivors() {
        return members.size();
    }

    /** @return whether all are gone, seen twice */
    private boolean repeat(@Nullable Signal kind, Duration bound) {
        long deadline = System.nanoTime() + bound.toNanos();
        long pause = SHORTEST_PAUSE.toNanos();
        boolean goneBefore = false;
        while (true) {
            members = tree.members();
            if (members.isEmpty()) {
                if (goneBefore) {
                    return true;
                }
                goneBefore = true;
                continue;
            }
            goneBefore = false;
            if (kind != null) {
                send(kind);
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            pause(Math.min(pause, left));
            pause = Math.min(pause * 2, LONGEST_PAUSE.toNanos());
        }
    }

    /** TERM once to each, since a handler may count; KILL always. */
    private void send(Signal kind) {
        for (ProcessTable.Entry member : members) {
            if (kind == Signal.KILL || asked.add(member)) {
                ProcessTree.send(kind, member);
                signal = kind;
            }
        }
    }

    private void pause(long nanos) {
        interrupted |= Thread.interrupted();
        LockSupport.parkNanos(nanos);
    }
}

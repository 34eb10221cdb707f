package dev.millrace.worker.runtime.process.tree;

import dev.millrace.worker.runtime.Signal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** All processes of one attempt: those with its mark, those in the program's session, and the descendants of either. */
public final class ProcessTree {
    /** The start of a process that is gone. */
    private static final long UNKNOWN = -1;

    /** What any tree has seen last. */
    private static volatile PidSequence latest = ProcessTable.pids();

    private final ProcessMark mark;
    private final long root;
    private final long rootStart;
    private final Supplier<PidSequence> pids;
    private final PidSequence atStart;

    /** @param root pid of the program, which leads or is about to lead its own session */
    public ProcessTree(ProcessMark mark, long root) {
        // An older look serves as well as one of its own, and costs nothing: it says no less to have been started
        // since.
        this(mark, root, latest, ProcessTree::look);
    }

    ProcessTree(ProcessMark mark, long root, PidSequence atStart, Supplier<PidSequence> pids) {
        this.mark = mark;
        this.root = root;
        this.pids = pids;
        this.atStart = atStart;
        this.rootStart = ProcessTable.find(root).map(ProcessTable.Entry::start).orElse(UNKNOWN);
    }

    private static PidSequence look() {
        PidSequence now = ProcessTable.pids();
        latest = now;
        return now;
    }

    /**
     * Those alive now. While processes fork and exit, one can hide from a scan: to be sure that there are none, ask
     * twice.
     */
    List<ProcessTable.Entry> members() {
        return membersOf(ProcessTable.all());
    }

    /**
     * The same, but without a look at processes whose pid says that they are older than the program, as long as it says
     * so.
     */
    List<ProcessTable.Entry> membersByPid() {
        return pids.get().hasOnlyAscended(atStart, root) ? membersOf(ProcessTable.from(root)) : members();
    }

    private List<ProcessTable.Entry> membersOf(List<ProcessTable.Entry> others) {
        boolean sessionIsOurs = others.stream().noneMatch(entry -> entry.pid() == root && entry.start() != rootStart);
        List<ProcessTable.Entry> members = new ArrayList<>();
        Set<Long> pids = new HashSet<>();
        others.removeIf(entry -> isMember(entry, sessionIsOurs) && members.add(entry) && pids.add(entry.pid()));
        boolean grown = !members.isEmpty();
        while (grown) {
            grown = others.removeIf(
                    entry -> pids.contains(entry.parent()) && members.add(entry) && pids.add(entry.pid()));
        }
        return members;
    }

    /** Signals a process found by {@link #members()}, unless its pid has gone to somebody else since. */
    static void send(Signal signal, ProcessTable.Entry member) {
        // A handle remembers the start of the process it was made for and signals no other: so take it, check, then
        // act.
        Optional<ProcessHandle> handle = ProcessHandle.of(member.pid());
        long start =
                ProcessTable.find(member.pid()).map(ProcessTable.Entry::start).orElse(UNKNOWN);
        if (handle.isPresent() && start == member.start()) {
            switch (signal) {
                case TERM -> handle.get().destroy();
                case KILL -> handle.get().destroyForcibly();
            }
        }
    }

    private boolean isMember(ProcessTable.Entry entry, boolean sessionIsOurs) {
        if (entry.pid() == root) {
            return entry.start() == rootStart;
        }
        // What is older than the attempt is not looked at further.
        if (entry.start() < rootStart) {
            return false;
        }
        return (entry.session() == root && sessionIsOurs) || mark.isOn(entry.pid());
    }
}

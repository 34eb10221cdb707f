package dev.millrace.model.thread;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All threads of this process that are to live as long as its node; for health, which is to know when one does not. */
public final class NodeThreads {
    private static final Set<NodeThread> ALL = ConcurrentHashMap.newKeySet();

    private NodeThreads() {}

    static void add(NodeThread thread) {
        ALL.add(thread);
    }

    static void remove(NodeThread thread) {
        ALL.remove(thread);
    }

    /** Names of those that are dead, have hung for {@link NodeThread#PROGRESS_TIMEOUT}, or have only failed for so long; in order. */
    public static List<String> unwell() {
        return ALL.stream()
                .filter(thread -> !thread.isWell())
                .map(NodeThread::name)
                .sorted()
                .toList();
    }
}

package dev.millrace.worker.runtime.process.orphan;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Programs that this JVM has started and will wait for itself; nobody else may collect how they ended. */
public final class OwnChildren {
    private static final Set<Long> PIDS = ConcurrentHashMap.newKeySet();

    private OwnChildren() {}

    public static void add(long pid) {
        PIDS.add(pid);
    }

    /** It has been waited for; the pid may be somebody else's from now on. */
    public static void remove(long pid) {
        PIDS.remove(pid);
    }

    static boolean has(long pid) {
        return PIDS.contains(pid);
    }
}

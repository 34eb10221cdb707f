package dev.millrace.worker.runtime.process.tree;

/**
 * How far the kernel has come with giving out pids: in ascending order until the limit, then again from the beginning.
 *
 * @param started processes and threads started since boot; not positive where the kernel does not say
 * @param limit pids are below it; not positive where the kernel does not say
 */
public record PidSequence(long started, long limit) {
    /**
     * Whether every process started after the one with this pid has a greater one, as long as it was alive or yet to be
     * started at the earlier look. That is certain when fewer were started than there are pids left above it; a quarter of all is
     * put aside for those that were in use and therefore skipped.
     */
    boolean hasOnlyAscended(PidSequence earlier, long pid) {
        boolean known = earlier.started > 0 && started >= earlier.started && limit > 0;
        return known && pid + (started - earlier.started) < limit - limit / 4;
    }
}

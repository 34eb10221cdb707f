package dev.millrace.worker.queue;

import dev.millrace.model.job.Job;
import java.util.List;
import java.util.function.Function;

/** Fetches jobs, and says what performs each. When, how many, and in which slot is the dispatcher's to say. */
@FunctionalInterface
public interface Engine {
    /**
     * Fetches jobs; when this returns, each is ready to be performed.
     *
     * @param limit jobs of tools at most
     * @param free slots that are free and may be given to jobs of other programs, as far as those of tools leave them
     * @param arrival takes over the worker's new jobs of tools, and must be given all that are claimed before anything else is done
     *     with them
     * @return what performs the jobs of other programs, each in a slot of its own
     */
    List<Runnable> fetch(int limit, int free, Function<List<Job>, List<Claimed>> arrival);

    /** Whether it is worth while, now, to look for jobs of other programs. */
    default boolean looksForOthers() {
        return false;
    }
}

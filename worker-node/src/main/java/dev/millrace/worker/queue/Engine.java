package dev.millrace.worker.queue;

import dev.millrace.model.job.Job;
import java.util.List;
import java.util.function.Function;

/** Fetches jobs, and says what performs each. When, how many, and in which slot is the dispatcher's to say. */
public interface Engine {
    /**
     * Fetches jobs; when this returns, each is ready to be performed.
     *
     * @param limit at most so many
     * @param arrival takes them in hand, and must be told of all that are claimed before anything else is done with them
     */
    void fetch(int limit, Function<List<Job>, List<Claimed>> arrival);
}

package dev.millrace.api.watch;

import dev.millrace.model.thread.TaskThreads;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Tells those who follow a log that it may have grown: when Redis hints so, and each second anyhow. */
public final class LogHub {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Map<UUID, Set<FeedRunner>> followers = new ConcurrentHashMap<>();

    public LogHub(TaskThreads threads) {
        threads.every(LOOK, LOOK, this::signalAll);
    }

    /** Says that a job's log has grown. */
    public void hint(UUID job) {
        followers.getOrDefault(job, Set.of()).forEach(FeedRunner::signal);
    }

    private void signalAll() {
        followers.values().forEach(runners -> runners.forEach(FeedRunner::signal));
    }

    void follow(UUID job, FeedRunner runner) {
        followers.compute(job, (id, runners) -> {
            Set<FeedRunner> set = runners == null ? ConcurrentHashMap.newKeySet() : runners;
            set.add(runner);
            return set;
        });
    }

    void unfollow(UUID job, FeedRunner runner) {
        followers.computeIfPresent(job, (id, runners) -> {
            runners.remove(runner);
            return runners.isEmpty() ? null : runners;
        });
    }
}

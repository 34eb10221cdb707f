package dev.millrace.api.watch;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Tells those who follow a log that it may have grown: when Redis hints so, and each second anyhow. */
public final class LogHub {
    private static final long LOOK_SECONDS = 1;

    private final Map<UUID, Set<FeedRunner>> followers = new ConcurrentHashMap<>();

    public LogHub(ScheduledExecutorService threads) {
        ScheduledFuture<?> ignored =
                threads.scheduleWithFixedDelay(this::signalAll, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
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

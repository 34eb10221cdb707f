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

    private final Map<UUID, Set<Runnable>> followers = new ConcurrentHashMap<>();

    public LogHub(TaskThreads threads) {
        threads.every(LOOK, LOOK, this::signalAll);
    }

    /** Says that a job's log has grown. */
    public void hint(UUID job) {
        followers.getOrDefault(job, Set.of()).forEach(Runnable::run);
    }

    private void signalAll() {
        followers.values().forEach(all -> all.forEach(Runnable::run));
    }

    /** @param follower is called from any thread and must not block it */
    public void follow(UUID job, Runnable follower) {
        followers.compute(job, (id, all) -> {
            Set<Runnable> set = all == null ? ConcurrentHashMap.newKeySet() : all;
            set.add(follower);
            return set;
        });
    }

    public void unfollow(UUID job, Runnable follower) {
        followers.computeIfPresent(job, (id, all) -> {
            all.remove(follower);
            return all.isEmpty() ? null : all;
        });
    }
}

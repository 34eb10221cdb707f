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

    private final Map<UUID, Set<Pump>> followers = new ConcurrentHashMap<>();

    public LogHub(ScheduledExecutorService threads) {
        ScheduledFuture<?> ignored =
                threads.scheduleWithFixedDelay(this::signalAll, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** Says that a job's log has grown. */
    public void hint(UUID job) {
        followers.getOrDefault(job, Set.of()).forEach(Pump::signal);
    }

    private void signalAll() {
        followers.values().forEach(pumps -> pumps.forEach(Pump::signal));
    }

    void follow(UUID job, Pump pump) {
        followers.compute(job, (id, pumps) -> {
            Set<Pump> set = pumps == null ? ConcurrentHashMap.newKeySet() : pumps;
            set.add(pump);
            return set;
        });
    }

    void unfollow(UUID job, Pump pump) {
        followers.computeIfPresent(job, (id, pumps) -> {
            pumps.remove(pump);
            return pumps.isEmpty() ? null : pumps;
        });
    }
}

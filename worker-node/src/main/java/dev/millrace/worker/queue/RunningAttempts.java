package dev.millrace.worker.queue;

import dev.millrace.model.attempt.StopReason;
import dev.millrace.model.job.Job;
import dev.millrace.worker.runtime.Stop;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The attempts that this worker has claimed and not yet recorded the outcome of. */
public final class RunningAttempts {
    /** For so long a job may be recorded as running here and not be known here. */
    private static final Duration UNKNOWN_LIMIT = Duration.ofSeconds(3);

    private final Lease lease;
    private final Map<Key, Stop> stops = new ConcurrentHashMap<>();
    private Map<UUID, Long> unknownSince = Map.of();

    /** @param lease without which none of them is begun */
    public RunningAttempts(Lease lease) {
        this.lease = lease;
    }

    Lease lease() {
        return lease;
    }

    /** A stale attempt can still be ending here when the job's next one begins here. */
    private record Key(UUID job, int attempt) {
        static Key of(Job job) {
            return new Key(job.id(), job.attempt());
        }
    }

    /** @param claimedAt not after it was; a time of {@link System#nanoTime()} */
    Stop add(Job job, long claimedAt) {
        Stop stop = new Stop(lease.ofAttempt(claimedAt));
        stops.put(Key.of(job), stop);
        return stop;
    }

    /** @return whether it was among them */
    boolean remove(Job job) {
        return stops.remove(Key.of(job)) != null;
    }

    /** Asks the attempt of a job to stop; nothing happens when the job does not run here. */
    public void stop(UUID job, StopReason reason) {
        stops.forEach((key, stop) -> {
            if (key.job().equals(job)) {
                stop.request(reason);
            }
        });
    }

    /** Asks every attempt to stop. */
    public void stopAll(StopReason reason) {
        stops.values().forEach(stop -> stop.request(reason));
    }

    /** Jobs of the attempts, in no order. */
    public List<UUID> jobs() {
        return stops.keySet().stream().map(Key::job).toList();
    }

    public int count() {
        return stops.size();
    }

    public boolean isEmpty() {
        return stops.isEmpty();
    }

    /**
     * Jobs that have been recorded as running here for a while and do not: the answer to a claim was lost on its way. One
     * look is not enough, as a job may be claimed or finished meanwhile.
     */
    synchronized Set<UUID> unknownForLong(List<UUID> recorded) {
        long now = System.nanoTime();
        Map<UUID, Long> unknown = new HashMap<>();
        Set<UUID> here = new HashSet<>();
        stops.keySet().forEach(key -> here.add(key.job()));
        for (UUID job : recorded) {
            if (!here.contains(job)) {
                unknown.put(job, unknownSince.getOrDefault(job, now));
            }
        }
        unknownSince = unknown;
        Set<UUID> forLong = new HashSet<>();
        unknown.forEach((job, since) -> {
            if (now - since >= UNKNOWN_LIMIT.toNanos()) {
                forLong.add(job);
            }
        });
        return forLong;
    }
}

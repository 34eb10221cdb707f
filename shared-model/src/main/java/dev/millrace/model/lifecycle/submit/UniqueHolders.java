package dev.millrace.model.lifecycle.submit;

import dev.millrace.model.job.Job;
import dev.millrace.model.job.Uniqueness;
import dev.millrace.model.lifecycle.submit.UniqueKeyStore.Entry;
import dev.millrace.model.lifecycle.submit.UniqueKeyStore.KeyRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Decides which job holds each unique key that some new jobs ask for. It locks the keys and not the jobs that have
 * them: workers skip locked jobs. So the state that it reads of such a job was true when the new job was submitted, and
 * can have changed since.
 */
final class UniqueHolders {
    /** So many that the round trip hardly counts, and so few that a statement takes some ten milliseconds. */
    private static final int ROWS_PER_STATEMENT = 1_000;

    private final Map<String, Holder> byKey = new HashMap<>();

    private UniqueHolders() {}

    /**
     * The job that holds a key.
     *
     * @param known the job, if an earlier transaction stored it
     */
    record Holder(UUID id, @Nullable Job known) {
        /** @param stored the jobs that this transaction stored, by id */
        Job in(Map<UUID, Job> stored) {
            return known == null ? Objects.requireNonNull(stored.get(id)) : known;
        }
    }

    /** Takes each free key for the first of these jobs that asks for it. */
    static UniqueHolders among(Handle handle, List<IdentifiedJob> jobs) {
        UniqueHolders holders = new UniqueHolders();
        SortedMap<String, IdentifiedJob> first = new TreeMap<>();
        for (IdentifiedJob job : jobs) {
            if (job.job().unique() != null) {
                first.putIfAbsent(job.job().unique().digest(), job);
            }
        }
        parts(first.values()).forEach(part -> holders.decide(handle, part));
        return holders;
    }

    /** The holder of this job's key, unless that is the job itself. */
    Optional<Holder> ofOther(IdentifiedJob job) {
        return Optional.ofNullable(job.job().unique())
                .map(unique -> Objects.requireNonNull(byKey.get(unique.digest())))
                .filter(holder -> !holder.id().equals(job.id()));
    }

    static <T> List<List<T>> parts(Collection<T> all) {
        List<T> list = List.copyOf(all);
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < list.size(); from += ROWS_PER_STATEMENT) {
            parts.add(list.subList(from, Math.min(list.size(), from + ROWS_PER_STATEMENT)));
        }
        return parts;
    }

    private void decide(Handle handle, List<IdentifiedJob> part) {
        Map<String, Entry> entries = new HashMap<>();
        List<KeyRequest> requests = part.stream().map(UniqueHolders::request).toList();
        UniqueKeyStore.take(handle, requests).forEach(entry -> entries.put(entry.digest(), entry));
        Map<UUID, Job> jobs = new HashMap<>();
        List<UUID> ids = entries.values().stream().map(Entry::job).toList();
        UniqueKeyStore.jobs(handle, ids).forEach(job -> jobs.put(job.id(), job));
        List<KeyRequest> free = new ArrayList<>();
        for (IdentifiedJob job : part) {
            KeyRequest claim = request(job);
            Entry entry = Objects.requireNonNull(entries.get(claim.key().digest()));
            Job known = jobs.get(entry.job());
            if (known != null && isHeld(known, entry, job)) {
                byKey.put(entry.digest(), new Holder(known.id(), known));
            } else {
                byKey.put(entry.digest(), new Holder(job.id(), null));
                if (!entry.job().equals(job.id())) {
                    free.add(claim);
                }
            }
        }
        if (!free.isEmpty()) {
            UniqueKeyStore.takeOver(handle, free);
        }
    }

    /** A job does not keep out its own retry: whoever retries it knows that it exists. */
    private static boolean isHeld(Job known, Entry entry, IdentifiedJob job) {
        Uniqueness rule = known.uniqueness();
        return rule != null
                && rule.isHeldBy(known, entry.expired())
                && !known.id().equals(job.job().retryOf());
    }

    private static KeyRequest request(IdentifiedJob job) {
        return new KeyRequest(Objects.requireNonNull(job.job().unique()), job.id());
    }
}

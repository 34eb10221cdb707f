package dev.millrace.model.history;

import dev.millrace.model.artifact.ArtifactStore;
import dev.millrace.model.config.Durations;
import dev.millrace.model.thread.NodeThread;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what has ended for as long as it is to be kept: adds the slices to come, drops those whose jobs are all due, and
 * deletes in small parts what cannot wait for its slice. A job that lives is never touched, nor is what belongs to it.
 */
public final class History {
    private static final Logger log = LoggerFactory.getLogger(History.class);
    private static final int BATCH_SIZE = 1_000;
    private static final UUID FIRST = new UUID(0, 0);

    private final Jdbi jdbi;
    private final ArtifactStore artifacts;

    public History(Jdbi jdbi, ArtifactStore artifacts) {
        this.jdbi = jdbi;
        this.artifacts = artifacts;
    }

    /**
     * What one sweep did.
     *
     * @param dropped slices
     * @param deleted jobs, beside those in dropped slices
     */
    public record Swept(int dropped, int deleted) {}

    /**
     * Does what is due now, except what another node is at.
     *
     * @param usual retention, of tools that say nothing else
     * @throws IOException when an artifact cannot be deleted; its job is kept until it can
     */
    public Swept sweep(Duration usual) throws IOException {
        try (Handle handle = jdbi.open()) {
            Retention retention = retention(handle, usual);
            addSlices(handle, retention);
            deleteUnusedKeys(handle);
            return new Swept(dropSlices(handle, retention), deleteOverdue(handle, retention));
        }
    }

    /**
     * Does something in a transaction of its own, unless another node is at it: then that is the other's business. The
     * lock is the transaction's and not the session's, which a connection pooler may give to somebody else.
     */
    private static <T> T alone(Handle handle, T otherwise, Function<Handle, T> work) {
        return busily(() ->
                SliceStore.inLongTransaction(handle, begun -> SliceStore.lock(begun) ? work.apply(begun) : otherwise));
    }

    /** Where a thread of the node's does it, it is not to seem hung meanwhile. */
    private static <T> T busily(Supplier<T> work) {
        NodeThread.busyFor(SliceStore.LONGEST_STATEMENT);
        try {
            return work.get();
        } finally {
            NodeThread.progress();
        }
    }

    private static Retention retention(Handle handle, Duration usual) {
        Map<String, Duration> ofTools = new HashMap<>();
        SliceStore.ownRetentions(handle).forEach((tool, text) -> ofTools.put(tool, Durations.parse(text)));
        return new Retention(usual, ofTools);
    }

    private static void addSlices(Handle handle, Retention retention) {
        boolean added;
        do {
            added = alone(handle, false, begun -> SliceStore.addNext(begun, retention.slice()));
        } while (added);
    }

    private static void deleteUnusedKeys(Handle handle) {
        int deleted;
        do {
            NodeThread.progress();
            deleted = KeyStore.deleteUnused(handle, BATCH_SIZE);
        } while (deleted == BATCH_SIZE);
    }

    private int dropSlices(Handle handle, Retention retention) throws IOException {
        int dropped = 0;
        for (Slice slice : SliceStore.slices(handle, retention.shortest())) {
            if (alone(handle, true, begun -> SliceStore.isNeeded(begun, slice, retention))) {
                continue;
            }
            deleteArtifacts(handle, slice);
            if (alone(handle, false, begun -> SliceStore.drop(begun, slice))) {
                log.info("Dropped the history of jobs submitted from {} until {}", slice.from(), slice.until());
                dropped++;
            }
        }
        return dropped;
    }

    /** Files first: a record without its file can be found and dropped later, a file without its record cannot. */
    private void deleteArtifacts(Handle handle, Slice slice) throws IOException {
        List<UUID> jobs = SliceStore.withArtifacts(handle, slice, FIRST, BATCH_SIZE);
        while (!jobs.isEmpty()) {
            for (UUID job : jobs) {
                NodeThread.progress();
                artifacts.delete(job);
            }
            jobs = SliceStore.withArtifacts(handle, slice, jobs.get(jobs.size() - 1), BATCH_SIZE);
        }
    }

    private int deleteOverdue(Handle handle, Retention retention) throws IOException {
        int deleted = 0;
        int last;
        do {
            List<UUID> jobs = busily(() ->
                    SliceStore.inLongTransaction(handle, begun -> SliceStore.overdue(begun, retention, BATCH_SIZE)));
            for (UUID job : SliceStore.withArtifacts(handle, jobs)) {
                NodeThread.progress();
                artifacts.delete(job);
            }
            last = alone(handle, 0, begun -> SliceStore.delete(begun, jobs));
            deleted += last;
        } while (last == BATCH_SIZE);
        return deleted;
    }
}

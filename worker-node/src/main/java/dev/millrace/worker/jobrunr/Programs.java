package dev.millrace.worker.jobrunr;

import dev.millrace.model.db.OutageLog;
import dev.millrace.model.jobrunr.housekeeping.HistorySweep;
import dev.millrace.model.jobrunr.storage.MillraceStorage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jobrunr.jobs.Job;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.storage.navigation.AmountRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs of JobRunr's own table that this worker runs: Millrace's housekeeping, and those of other programs whose code it
 * was given. What becomes of them (retries, orphans, deletion) is JobRunr's own. Fetched by one thread.
 */
public final class Programs implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Programs.class);

    /** Between looks for signatures that are new: less than jobs of them may wait. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    /** Between looks for housekeeping, where nothing else is run: it is not urgent. */
    private static final Duration BETWEEN_HOUSEKEEPING = Duration.ofSeconds(15);

    private static final Set<String> HOUSEKEEPING = Set.of(HistorySweep.SIGNATURE);

    private final OutageLog outage = new OutageLog(log, "jobs of other programs wait");
    private final MillraceStorage storage;
    private final Optional<ProgramCode> code;
    private final Map<String, Boolean> known = new HashMap<>();
    private final Set<ProgramJob> running = ConcurrentHashMap.newKeySet();
    private long lookedAt = System.nanoTime() - BETWEEN_LOOKS.toNanos();
    private long askedAt = System.nanoTime() - BETWEEN_HOUSEKEEPING.toNanos();

    public Programs(MillraceStorage storage, JavaJobs jobs) {
        this.storage = storage;
        this.code = jobs.jars().isEmpty() ? Optional.empty() : Optional.of(new ProgramCode(jobs.jars()));
        storage.serveOnly(HOUSEKEEPING);
    }

    /** Whether to look for such jobs now; true starts the next wait. Asked by one thread. */
    boolean takeTurnToLook() {
        if (code.isPresent()) {
            return true;
        }
        boolean isTime = System.nanoTime() - askedAt >= BETWEEN_HOUSEKEEPING.toNanos();
        if (isTime) {
            askedAt = System.nanoTime();
        }
        return isTime;
    }

    /** Takes at most so many, which are then being processed by the server. */
    List<Job> fetch(BackgroundJobServer server, int limit) {
        if (limit <= 0) {
            return List.of();
        }
        try {
            code.ifPresent(this::learnSignatures);
            List<Job> jobs = storage.getJobsToProcess(server, new AmountRequest(DispatchedSlots.ORDER, limit));
            outage.done();
            return jobs;
        } catch (RuntimeException away) {
            outage.failed(away);
            return List.of();
        }
    }

    private void learnSignatures(ProgramCode present) {
        if (System.nanoTime() - lookedAt < BETWEEN_LOOKS.toNanos()) {
            return;
        }
        lookedAt = System.nanoTime();
        Set<String> signatures = storage.signaturesOfPrograms();
        signatures.removeAll(HOUSEKEEPING);
        known.keySet().retainAll(signatures);
        if (!known.keySet().containsAll(signatures)) {
            signatures.forEach(signature -> known.computeIfAbsent(signature, unknown -> isHere(present, unknown)));
            storage.serveOnly(
                    Stream.concat(HOUSEKEEPING.stream(), known.keySet().stream().filter(known::get))
                            .collect(Collectors.toSet()));
        }
    }

    private static boolean isHere(ProgramCode code, String signature) {
        try {
            boolean isHere = code.has(signature);
            log.info("Jobs {} are {}", signature, isHere ? "run here" : "left to others: their code is not here");
            return isHere;
        } catch (LinkageError incomplete) {
            log.warn(
                    "Jobs {} are left to others: what their code uses is not here: {}",
                    signature,
                    incomplete.toString());
            return false;
        }
    }

    /** What performs such a job, ready for a slot. */
    Runnable inSlot(Runnable performer) {
        ProgramJob job = new ProgramJob(performer, this);
        return () -> {
            running.add(job);
            try {
                job.run();
            } finally {
                running.remove(job);
            }
        };
    }

    /** What JobRunr does meanwhile it does with the programs' classes, if there are any. */
    <T> T inside(Supplier<T> action) {
        return code.isPresent() ? code.get().inside(action) : action.get();
    }

    /** How many run now. */
    public int count() {
        return running.size();
    }

    /** Asks all that run to end; JobRunr tries them again later. */
    public void interrupt() {
        running.forEach(ProgramJob::interrupt);
    }

    @Override
    public void close() {
        code.ifPresent(ProgramCode::close);
    }
}

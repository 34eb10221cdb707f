package dev.millrace.model.lifecycle;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.Failure;
import dev.millrace.model.attempt.FailureCode;
import dev.millrace.model.attempt.Outcome;
import dev.millrace.model.attempt.StopReason;
import dev.millrace.model.db.Database;
import dev.millrace.model.job.EventType;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.job.NewJob.Start;
import dev.millrace.model.job.Priority;
import dev.millrace.model.jobrunr.request.ToolJobs;
import dev.millrace.model.jobrunr.storage.MillraceStorage;
import dev.millrace.model.journal.EventStore;
import dev.millrace.model.lifecycle.cancel.Cancellations;
import dev.millrace.model.lifecycle.claim.Claims;
import dev.millrace.model.lifecycle.due.DueJobs;
import dev.millrace.model.lifecycle.finish.Completions;
import dev.millrace.model.lifecycle.progress.ProgressReports;
import dev.millrace.model.lifecycle.recover.Recovery;
import dev.millrace.model.lifecycle.submit.Submissions;
import dev.millrace.model.lookup.JobReader;
import dev.millrace.model.lookup.JobSearch;
import dev.millrace.model.queues.Queues;
import dev.millrace.model.updates.UpdatePublisher;
import dev.millrace.model.worker.Worker;
import dev.millrace.model.worker.WorkerState;
import dev.millrace.model.worker.WorkerStore;
import dev.millrace.test.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jobrunr.jobs.states.StateName;

/** A queue on a database of its own, and what a test does with it again and again. */
public final class TestQueue implements AutoCloseable {
    public final DatabaseSettings settings = TestPostgres.newDatabase();
    public final Database database = new Database(settings, "queue-test", 12);
    public final RecordedUpdates updates = new RecordedUpdates();
    public final Transactions transactions = new Transactions(database.jdbi(), updates);
    public final Submissions submissions = new Submissions(transactions);
    public final MillraceStorage storage = new MillraceStorage(database.dataSource(), submissions);
    public final ToolJobs jobs = new ToolJobs(storage, submissions::nextId);
    public final DueJobs due = new DueJobs(transactions);
    public final Claims claims = new Claims(transactions);
    public final ProgressReports progress = new ProgressReports(transactions);
    public final Completions completions = new Completions(transactions);
    public final Recovery recovery = new Recovery(transactions);
    public final Cancellations cancellations = new Cancellations(transactions, new JobSearch(database.jdbi()), updates);
    public final Queues queues = new Queues(database.jdbi(), transactions, updates);
    public final JobReader reader = new JobReader(database.jdbi());
    public final EventStore events = new EventStore(database.jdbi());
    public final WorkerStore workers = new WorkerStore(database.jdbi());

    /** A request with everything usual; a test changes what it is about. */
    public static NewJob request(String queue, Priority priority, Start start, int maxAttempts) {
        return new NewJob(
                "count",
                1,
                "{\"to\": 3}",
                queue,
                priority,
                start,
                Duration.ofMinutes(5),
                maxAttempts,
                Map.of("team", "docs"),
                null,
                null,
                "somebody");
    }

    public static NewJob request() {
        return request("default", Priority.NORMAL, Start.NOW, 3);
    }

    /** What another node gives JobRunr, whose clock is ahead of Postgres' by so much. */
    public ToolJobs another(UpdatePublisher itsUpdates, long millisAhead) {
        Submissions its = new Submissions(new Transactions(database.jdbi(), itsUpdates), () -> millisAhead);
        return new ToolJobs(new MillraceStorage(database.dataSource(), its), its::nextId);
    }

    /** A job of a tool, as lists tell jobs apart. */
    public Job submit(String tool, String queue, String parameters, Map<String, String> labels) {
        return submit(new NewJob(
                tool,
                1,
                parameters,
                queue,
                Priority.NORMAL,
                Start.NOW,
                Duration.ofMinutes(5),
                3,
                labels,
                null,
                null,
                "somebody"));
    }

    public Job submit(NewJob request) {
        return jobs.submit(request, null).job();
    }

    public Job submit() {
        return submit(request());
    }

    /** A registered worker. */
    public UUID worker() {
        UUID id = UUID.randomUUID();
        Instant now = Instant.now();
        workers.register(
                new Worker(id, "worker", "host", 1, "test", WorkerState.RUNNING, 4, List.of(), now, now, List.of()));
        return id;
    }

    public Job claim(UUID worker) {
        return claims.claim(worker, List.of(), 1).get(0);
    }

    /** A job that runs its first attempt. */
    public Job running() {
        submit();
        return claim(worker());
    }

    public Job finish(Job running, Outcome outcome) {
        return reader.get(completions.finish(running, outcome).orElseThrow().jobId());
    }

    /** Another attempt than the one that was claimed, or one of another job. */
    public static Job attempt(Job claimed, UUID id, int number) {
        return new Job(
                id,
                claimed.tool(),
                claimed.toolRevision(),
                claimed.state(),
                claimed.queue(),
                claimed.priority(),
                claimed.parameters(),
                claimed.labels(),
                claimed.timeout(),
                claimed.maxAttempts(),
                number,
                claimed.failures(),
                claimed.createdAt(),
                claimed.runAt(),
                claimed.queuedAt(),
                claimed.startedAt(),
                null,
                claimed.worker(),
                null,
                null,
                null,
                null,
                null,
                claimed.submittedBy());
    }

    public static Outcome ended(AttemptState state) {
        return Outcome.without(state, state == AttemptState.LOST ? StopReason.LOST : StopReason.DRAIN);
    }

    public static Outcome succeeded(String result) {
        return new Outcome(AttemptState.SUCCEEDED, 0, null, null, 0, null, null, null, result, List.of());
    }

    /** @param retryAfter null: not worth another attempt */
    public static Outcome failed(Duration retryAfter) {
        Failure failure = new Failure(FailureCode.EXIT_CODE, "The tool exited with code 75.");
        return new Outcome(AttemptState.FAILED, 75, null, null, 0, null, failure, retryAfter, null, List.of());
    }

    public static Outcome cancelled() {
        return new Outcome(
                AttemptState.CANCELLED, 143, "TERM", StopReason.CANCEL, 0, null, null, null, null, List.of());
    }

    public StateName row(Job job) {
        return storage.getJobById(job.id()).getState();
    }

    public List<EventType> eventTypes(Job job) {
        return events.ofJob(job.id(), 0, 100).stream().map(JobEvent::type).toList();
    }

    /** Everything that is recorded about jobs, as text: equal texts mean that nothing was changed. */
    public String record() {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                        SELECT concat_ws(chr(10),
                            (SELECT string_agg(job::text, chr(10) ORDER BY id) FROM job),
                            (SELECT string_agg(attempt::text, chr(10) ORDER BY job_id, number) FROM attempt),
                            (SELECT string_agg(job_result::text, chr(10) ORDER BY job_id) FROM job_result),
                            (SELECT string_agg(artifact::text, chr(10) ORDER BY job_id, name) FROM artifact),
                            (SELECT string_agg(job_event::text, chr(10) ORDER BY number) FROM job_event),
                            (SELECT string_agg(idempotency::text, chr(10) ORDER BY key) FROM idempotency))
                        """).mapTo(String.class).one());
    }

    public void execute(String sql, Object... arguments) {
        database.jdbi().useHandle(handle -> handle.execute(sql, arguments));
    }

    /** Makes Postgres refuse every new or changed row of a table from now on. */
    public void refuseWritesTo(String table) {
        execute("""
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'refused by the test'; END $$
                """);
        execute("CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON " + table
                + " FOR EACH ROW EXECUTE FUNCTION refuse()");
    }

    @Override
    public void close() {
        database.close();
    }
}

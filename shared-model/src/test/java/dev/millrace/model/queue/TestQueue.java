package dev.millrace.model.queue;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.model.db.Database;
import dev.millrace.model.job.AttemptState;
import dev.millrace.model.job.EventType;
import dev.millrace.model.job.Failure;
import dev.millrace.model.job.FailureCode;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.job.NewJob.Start;
import dev.millrace.model.job.Outcome;
import dev.millrace.model.job.Priority;
import dev.millrace.model.job.StopReason;
import dev.millrace.model.jobrunr.MillraceStorage;
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
final class TestQueue implements AutoCloseable {
    final DatabaseSettings settings = TestPostgres.newDatabase();
    final Database database = new Database(settings, "queue-test", 12);
    final MillraceStorage storage = new MillraceStorage(database.dataSource());
    final RecordedUpdates updates = new RecordedUpdates();
    final JobQueue jobs = new JobQueue(database.jdbi(), updates);
    final WorkQueue work = new WorkQueue(database.jdbi(), updates);
    final Queues queues = new Queues(database.jdbi(), updates);
    final BulkCancel bulkCancel = new BulkCancel(database.jdbi(), updates, new JobSearch(database.jdbi()));
    final JobReader reader = new JobReader(database.jdbi());
    final EventStore events = new EventStore(database.jdbi());
    final WorkerStore workers = new WorkerStore(database.jdbi());

    /** A request with everything usual; a test changes what it is about. */
    static NewJob request(String queue, Priority priority, Start start, int maxAttempts) {
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
                null);
    }

    static NewJob request() {
        return request("default", Priority.NORMAL, Start.NOW, 3);
    }

    Job submit(NewJob request) {
        return jobs.submit(request, null).job();
    }

    Job submit() {
        return submit(request());
    }

    /** A registered worker. */
    UUID worker() {
        UUID id = UUID.randomUUID();
        Instant now = Instant.now();
        workers.register(
                new Worker(id, "worker", "host", 1, "test", WorkerState.RUNNING, 4, List.of(), now, now, List.of()));
        return id;
    }

    Job claim(UUID worker) {
        return work.claim(worker, List.of(), 1).get(0);
    }

    /** A job that runs its first attempt. */
    Job running() {
        submit();
        return claim(worker());
    }

    Job finish(Job running, Outcome outcome) {
        return reader.get(work.finish(running, outcome).orElseThrow().jobId());
    }

    /** Another attempt than the one that was claimed, or one of another job. */
    static Job attempt(Job claimed, UUID id, int number) {
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
                null);
    }

    static Outcome ended(AttemptState state) {
        return Outcome.without(state, state == AttemptState.LOST ? StopReason.LOST : StopReason.DRAIN);
    }

    static Outcome succeeded(String result) {
        return new Outcome(AttemptState.SUCCEEDED, 0, null, null, 0, null, null, null, result, List.of());
    }

    /** @param retryAfter null: not worth another attempt */
    static Outcome failed(Duration retryAfter) {
        Failure failure = new Failure(FailureCode.EXIT_CODE, "The tool exited with code 75.");
        return new Outcome(AttemptState.FAILED, 75, null, null, 0, null, failure, retryAfter, null, List.of());
    }

    static Outcome cancelled() {
        return new Outcome(
                AttemptState.CANCELLED, 143, "TERM", StopReason.CANCEL, 0, null, null, null, null, List.of());
    }

    StateName row(Job job) {
        return storage.getJobById(job.id()).getState();
    }

    List<EventType> eventTypes(Job job) {
        return events.ofJob(job.id(), 0, 100).stream().map(JobEvent::type).toList();
    }

    /** Everything that is recorded about jobs, as text: equal texts mean that nothing was changed. */
    String record() {
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

    void execute(String sql, Object... arguments) {
        database.jdbi().useHandle(handle -> handle.execute(sql, arguments));
    }

    /** Makes Postgres refuse every new or changed row of a table from now on. */
    void refuseWritesTo(String table) {
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

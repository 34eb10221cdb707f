package dev.millrace.worker;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.model.artifact.DiskArtifacts;
import dev.millrace.model.db.Database;
import dev.millrace.model.history.History;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.job.NewJob.Start;
import dev.millrace.model.job.Priority;
import dev.millrace.model.jobrunr.housekeeping.HistorySweep;
import dev.millrace.model.jobrunr.request.ToolJobs;
import dev.millrace.model.jobrunr.storage.MillraceStorage;
import dev.millrace.model.lifecycle.Transactions;
import dev.millrace.model.lifecycle.cancel.Cancellations;
import dev.millrace.model.lifecycle.claim.Claims;
import dev.millrace.model.lifecycle.finish.Completions;
import dev.millrace.model.lifecycle.progress.ProgressReports;
import dev.millrace.model.lifecycle.submit.Submissions;
import dev.millrace.model.log.LogStore;
import dev.millrace.model.lookup.JobReader;
import dev.millrace.model.lookup.JobSearch;
import dev.millrace.model.registry.ToolStore;
import dev.millrace.model.updates.UpdatePublisher;
import dev.millrace.model.worker.Worker;
import dev.millrace.model.worker.WorkerState;
import dev.millrace.model.worker.WorkerStore;
import dev.millrace.test.TestPostgres;
import dev.millrace.worker.jobrunr.Housekeeping;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A queue on a database of its own, without Redis, as the parts of a worker see it. */
public final class TestQueue implements AutoCloseable {
    public final DatabaseSettings settings = TestPostgres.newDatabase();
    public final Database database = new Database(settings, "worker-test", 10);
    public final UpdatePublisher updates = UpdatePublisher.NONE;
    public final Transactions transactions = new Transactions(database.jdbi(), updates);
    public final Submissions submissions = new Submissions(transactions);
    public final MillraceStorage storage = new MillraceStorage(database.dataSource(), submissions);
    public final ToolJobs jobs = new ToolJobs(storage, submissions::nextId);
    public final Claims claims = new Claims(transactions);
    public final ProgressReports progress = new ProgressReports(transactions);
    public final Cancellations cancellations = new Cancellations(transactions, new JobSearch(database.jdbi()), updates);
    public final Completions completions = new Completions(transactions);
    public final JobReader reader = new JobReader(database.jdbi());
    public final WorkerStore workers = new WorkerStore(database.jdbi());
    public final ToolStore tools = new ToolStore(database.jdbi());
    public final LogStore logs = new LogStore(database.jdbi());

    /** What sweeps the history of this queue. */
    public Housekeeping housekeeping() {
        return new Housekeeping(
                new HistorySweep.Handler(new History(database.jdbi(), new DiskArtifacts(Path.of("unused")))));
    }

    public Job submit(Start start) {
        return submit(start, "{}");
    }

    public Job submit(Start start, String parameters) {
        NewJob request = new NewJob(
                "count",
                1,
                parameters,
                "default",
                Priority.NORMAL,
                start,
                Duration.ofMinutes(5),
                3,
                Map.of(),
                null,
                null,
                "somebody");
        return jobs.submit(request, null).job();
    }

    /** A worker that is on record as alive. */
    public Worker worker() {
        Instant now = Instant.now();
        Worker worker = new Worker(
                UUID.randomUUID(), "worker", "host", 1, "test", WorkerState.RUNNING, 4, List.of(), now, now, List.of());
        workers.register(worker);
        return worker;
    }

    /** A job that is on record as running on the worker. */
    public Job runningOn(Worker worker) {
        return runningOn(worker, "{}");
    }

    public Job runningOn(Worker worker, String parameters) {
        submit(Start.NOW, parameters);
        return claims.claim(worker.id(), List.of(), 1).get(0);
    }

    public void execute(String sql, Object... arguments) {
        database.jdbi().useHandle(handle -> handle.execute(sql, arguments));
    }

    /**
     * Makes Postgres refuse rows of a table from now on.
     *
     * @param condition on {@code NEW}
     * @param sqlState {@code 57P03} looks like a server that starts up, {@code P0001} like a row that is wrong
     */
    public void refuse(String table, String condition, String sqlState) {
        execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF " + condition
                + " THEN RAISE EXCEPTION 'refused by the test' USING ERRCODE = '" + sqlState
                + "'; END IF; RETURN NEW; END $$");
        execute("CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON " + table
                + " FOR EACH ROW EXECUTE FUNCTION refuse()");
    }

    public void acceptAgain() {
        execute("DROP FUNCTION refuse() CASCADE");
    }

    @Override
    public void close() {
        database.close();
    }
}

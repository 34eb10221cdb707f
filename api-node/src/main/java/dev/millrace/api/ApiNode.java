package dev.millrace.api;

import dev.millrace.api.dashboard.Dashboard;
import dev.millrace.api.dashboard.DashboardActions;
import dev.millrace.api.documentation.Documentation;
import dev.millrace.api.health.HealthHandlers;
import dev.millrace.api.history.HistoryKeeper;
import dev.millrace.api.http.route.Route;
import dev.millrace.api.http.server.HttpServer;
import dev.millrace.api.rest.artifacts.ArtifactHandlers;
import dev.millrace.api.rest.events.EventHandlers;
import dev.millrace.api.rest.jobs.CancelHandler;
import dev.millrace.api.rest.jobs.LookupHandlers;
import dev.millrace.api.rest.jobs.SubmitHandlers;
import dev.millrace.api.rest.jobs.WhyHandler;
import dev.millrace.api.rest.jobs.bulk.BulkHandlers;
import dev.millrace.api.rest.logs.LogHandler;
import dev.millrace.api.rest.queues.QueueHandlers;
import dev.millrace.api.rest.statistics.StatisticsHandlers;
import dev.millrace.api.rest.tools.ToolHandlers;
import dev.millrace.api.watch.EventHub;
import dev.millrace.api.watch.LogHub;
import dev.millrace.model.artifact.ArtifactStore;
import dev.millrace.model.artifact.DiskArtifacts;
import dev.millrace.model.db.Database;
import dev.millrace.model.history.History;
import dev.millrace.model.history.Storage;
import dev.millrace.model.jobrunr.housekeeping.HistorySweep;
import dev.millrace.model.jobrunr.housekeeping.SweepStore;
import dev.millrace.model.jobrunr.request.ToolJobs;
import dev.millrace.model.jobrunr.storage.MillraceStorage;
import dev.millrace.model.journal.EventStore;
import dev.millrace.model.lifecycle.Transactions;
import dev.millrace.model.lifecycle.cancel.Cancellations;
import dev.millrace.model.lifecycle.submit.Submissions;
import dev.millrace.model.log.LogStore;
import dev.millrace.model.lookup.JobReader;
import dev.millrace.model.lookup.JobSearch;
import dev.millrace.model.lookup.JobStatistics;
import dev.millrace.model.lookup.QueuePosition;
import dev.millrace.model.node.NodeStart;
import dev.millrace.model.node.Parts;
import dev.millrace.model.operations.Caller;
import dev.millrace.model.operations.Cancel;
import dev.millrace.model.operations.ControlQueue;
import dev.millrace.model.operations.DefineTool;
import dev.millrace.model.operations.Read;
import dev.millrace.model.operations.Retry;
import dev.millrace.model.operations.Submit;
import dev.millrace.model.operations.Wait;
import dev.millrace.model.operations.Why;
import dev.millrace.model.queues.Queues;
import dev.millrace.model.registry.ToolLoader;
import dev.millrace.model.registry.ToolRegistry;
import dev.millrace.model.registry.ToolStore;
import dev.millrace.model.thread.TaskThreads;
import dev.millrace.model.tool.directory.ManifestDirectory;
import dev.millrace.model.updates.Channels;
import dev.millrace.model.updates.RedisPublisher;
import dev.millrace.model.updates.RedisSubscriber;
import dev.millrace.model.worker.WorkerStore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API node. The one place where its parts are put together. */
public final class ApiNode implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ApiNode.class);
    private static final int STREAM_THREADS = 4;

    private final Parts parts = new Parts();
    private final Database database;
    private final RedisPublisher updates;
    private final MillraceStorage storage;
    private final JobReader jobs;
    private final Transactions transactions;
    private final Submissions submissions;
    private final ToolRegistry registry;
    private final List<Route> routes;
    private final HttpServer server;

    private ApiNode(ApiConfig config) {
        try {
            this.database = parts.add(new Database(config.backends().database(), "millrace-api", config.connections()));
            NodeStart.awaitCurrentSchema(database, config.backends());
            this.updates = parts.add(new RedisPublisher(config.backends().redis()));
            this.jobs = new JobReader(database.jdbi());
            this.transactions = new Transactions(database.jdbi(), updates);
            this.submissions = new Submissions(transactions, database::millisAhead);
            this.storage = parts.add(new MillraceStorage(database.dataSource(), submissions));
            this.registry = new ToolRegistry(new ToolStore(database.jdbi()), updates);
            ToolLoader loader = parts.add(
                    new ToolLoader(new ManifestDirectory(config.directories().tools()), registry));
            loader.start();
            this.routes = routes(config, loader);
            this.server = parts.add(HttpServer.start(config.http(), config.address(), routes));
            log.info("Listening on http://{}:{}", config.http().host(), server.port());
            if (config.address().publicUrl().origin() != null) {
                log.info("Callers find it at {}", config.address().publicUrl().url());
            }
        } catch (RuntimeException | Error failure) {
            // Nobody else can: the caller gets no node.
            close();
            throw failure;
        }
    }

    /**
     * Starts a node; when this returns, it answers requests. A node that cannot start leaves nothing behind.
     *
     * @throws dev.millrace.model.node.StartException when Postgres or its schema is missing
     * @throws dev.millrace.api.http.server.HttpServerException when the port is taken
     */
    public static ApiNode start(ApiConfig config) {
        return new ApiNode(config);
    }

    private List<Route> routes(ApiConfig config, ToolLoader loader) {
        TaskThreads threads = parts.add(new TaskThreads("watch", STREAM_THREADS));
        EventStore eventStore = new EventStore(database.jdbi());
        EventHub events = parts.add(new EventHub(eventStore));
        LogHub logs = new LogHub(threads);
        RedisSubscriber subscriber = parts.add(new RedisSubscriber(
                config.backends().redis(),
                List.of(Channels.JOB_UPDATES, Channels.JOB_LOGS, Channels.TOOLS),
                new HintListener(events, logs, loader)));
        JobStatistics statistics = new JobStatistics(database.jdbi());
        WorkerStore workers = new WorkerStore(database.jdbi());
        Queues queues = new Queues(database.jdbi(), transactions, updates);
        JobSearch search = new JobSearch(database.jdbi());
        Cancel cancel = new Cancel(new Cancellations(transactions, search, updates), search);
        ArtifactStore artifacts = new DiskArtifacts(config.directories().artifacts());
        Read read = new Read(jobs, search, artifacts);
        parts.add(new HistoryKeeper(
                () -> HistorySweep.enter(storage, config.retention()),
                new SweepStore(database.jdbi()),
                new History(database.jdbi(), artifacts),
                config.retention()));
        ToolJobs toolJobs = new ToolJobs(storage, submissions::nextId);
        Submit submit = new Submit(registry, submissions, toolJobs);
        Retry retry = new Retry(registry, toolJobs, jobs, search);

        List<Route> routes = new ArrayList<>();
        routes.addAll(Routes.jobs(new Routes.JobHandlers(
                new SubmitHandlers(submit, retry),
                new BulkHandlers(submit, cancel, retry),
                new LookupHandlers(
                        read,
                        new Wait((job, watcher) -> events.watch(job, watcher).leave(), jobs)),
                new WhyHandler(new Why(jobs, new QueuePosition(database.jdbi()), queues, workers)),
                new CancelHandler(cancel),
                new ArtifactHandlers(read),
                new LogHandler(read, new LogStore(database.jdbi()), logs, events, threads),
                new EventHandlers(events, eventStore, read, threads))));
        routes.addAll(Routes.queues(new QueueHandlers(new ControlQueue(queues, cancel))));
        routes.addAll(Routes.others(
                new ToolHandlers(new DefineTool(registry, config.toolsWritable())),
                new StatisticsHandlers(statistics, workers, new Storage(database.jdbi(), config.retention())),
                new HealthHandlers(database, updates, subscriber, statistics, workers, artifacts)));
        routes.addAll(Documentation.routes());
        routes.addAll(parts.add(new Dashboard(storage, storage.json(), new JobActions(cancel, retry)))
                .routes());
        return routes;
    }

    /** All that it serves, to be held against the OpenAPI document. */
    List<Route> routes() {
        return routes;
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    /** What JobRunr's dashboard may do to a job: the same operations as by the API. */
    private record JobActions(Cancel cancel, Retry retry) implements DashboardActions {
        @Override
        public void cancel(UUID job, Caller caller) {
            cancel.one(job, caller);
        }

        @Override
        public void requeue(UUID job, Caller caller) {
            retry.one(job, caller);
        }
    }

    /** Stops what was started, in reverse order. */
    @Override
    public void close() {
        parts.close();
    }

    public static void main(String[] arguments) {
        NodeStart.main("api", environment -> start(ApiConfig.from(environment)));
    }
}

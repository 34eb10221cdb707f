package dev.millrace.worker;

import dev.millrace.model.artifact.DiskArtifacts;
import dev.millrace.model.db.Database;
import dev.millrace.model.job.StopReason;
import dev.millrace.model.log.LogStore;
import dev.millrace.model.node.NodeStart;
import dev.millrace.model.node.Version;
import dev.millrace.model.queue.JobRunrStorage;
import dev.millrace.model.queue.WorkQueue;
import dev.millrace.model.tool.ToolStore;
import dev.millrace.model.updates.Channels;
import dev.millrace.model.updates.RedisPublisher;
import dev.millrace.model.updates.RedisSubscriber;
import dev.millrace.model.worker.Worker;
import dev.millrace.model.worker.WorkerState;
import dev.millrace.model.worker.WorkerStore;
import dev.millrace.worker.execute.ArtifactCollector;
import dev.millrace.worker.execute.AttemptRunner;
import dev.millrace.worker.execute.Judge;
import dev.millrace.worker.execute.OutcomeRecorder;
import dev.millrace.worker.execute.ToolCatalog;
import dev.millrace.worker.log.LogFlusher;
import dev.millrace.worker.queue.Dispatcher;
import dev.millrace.worker.queue.Heartbeat;
import dev.millrace.worker.queue.Hints;
import dev.millrace.worker.queue.JobRunrServer;
import dev.millrace.worker.queue.RunningAttempts;
import dev.millrace.worker.runtime.ToolRuntime;
import dev.millrace.worker.runtime.output.OutputLimits;
import dev.millrace.worker.runtime.process.DeathWatch;
import dev.millrace.worker.runtime.process.ProcessRuntime;
import dev.millrace.worker.runtime.scratch.Scratch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jobrunr.server.BackgroundJobServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker node: pulls jobs and runs their tools. The one place where its parts are put together. */
public final class WorkerNode implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WorkerNode.class);
    private static final int MAX_RESULT_BYTES = 1 << 20;

    /** The longest grace a tool may have, and a moment for killing and recording: nothing may be left behind. */
    private static final Duration AFTER_STOP = Duration.ofMinutes(10).plusSeconds(15);

    private final WorkerConfig config;
    private final Database database;
    private final Scratch scratch;
    private final DeathWatch deathWatch;
    private final RedisPublisher updates;
    private final LogFlusher logs;
    private final WorkerStore workers;
    private final Worker worker;
    private final BackgroundJobServer server;
    private final RunningAttempts running = new RunningAttempts();
    private final Dispatcher dispatcher;
    private final Heartbeat heartbeat;
    private final RedisSubscriber hints;

    private WorkerNode(WorkerConfig config, Scratch scratch, ToolRuntime runtime) throws IOException {
        this.config = config;
        this.scratch = scratch;
        this.database = new Database(config.database(), "millrace-worker", config.slots() + 4);
        NodeStart.awaitCurrentSchema(database, config.database());
        this.deathWatch = DeathWatch.over(scratch.path());
        JobRunrStorage storage = new JobRunrStorage(database.dataSource());
        this.updates = new RedisPublisher(config.redis());
        this.worker = describe(config);
        this.workers = new WorkerStore(database.jdbi());
        WorkQueue queue = new WorkQueue(database.jdbi(), storage, updates);
        this.logs = new LogFlusher(new LogStore(database.jdbi()), queue, updates);
        this.server = JobRunrServer.create(storage, worker.id(), worker.name(), config.slots());
        AttemptRunner attempts = new AttemptRunner(
                new ToolCatalog(new ToolStore(database.jdbi()), config.tools()),
                scratch,
                logs,
                runtime,
                new Judge(new ArtifactCollector(new DiskArtifacts(config.artifacts())), MAX_RESULT_BYTES),
                new OutcomeRecorder(queue));
        this.dispatcher = new Dispatcher(
                config.slots(), running, limit -> queue.claim(server, config.queues(), limit), attempts::run);
        this.heartbeat = new Heartbeat(
                worker, workers, queue, running, dispatcher, new HeartbeatFile(config.heartbeatFile())::touch);
        this.hints = new RedisSubscriber(config.redis(), List.of(Channels.WORKERS), new Hints(dispatcher, heartbeat));
    }

    /**
     * Starts a worker; when this returns, it is registered and takes jobs.
     *
     * @throws IllegalStateException when this machine lacks what running tools needs, saying what
     */
    public static WorkerNode start(WorkerConfig config) throws IOException {
        ToolRuntime runtime = ProcessRuntime.onThisMachine(OutputLimits.DEFAULT);
        Scratch scratch = Scratch.open(config.scratch());
        scratch.sweep();
        WorkerNode node = new WorkerNode(config, scratch, runtime);
        node.workers.register(node.worker);
        node.server.start();
        node.dispatcher.start();
        node.heartbeat.start();
        log.info("Worker {} ({}) serves {} slot(s)", node.worker.name(), node.worker.id(), config.slots());
        return node;
    }

    private static Worker describe(WorkerConfig config) {
        long pid = ProcessHandle.current().pid();
        String host = hostName();
        Instant now = Instant.now();
        return new Worker(
                UUID.randomUUID(),
                host + "-" + pid,
                host,
                pid,
                Version.current(),
                WorkerState.RUNNING,
                config.slots(),
                config.queues(),
                now,
                now,
                List.of());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    public UUID id() {
        return worker.id();
    }

    /**
     * Drains and stops: takes no new job, lets what runs finish within the drain time, stops and gives back the rest, and
     * signs off.
     */
    @Override
    public void close() {
        dispatcher.stopAccepting();
        try {
            workers.changeState(worker.id(), WorkerState.DRAINING);
        } catch (RuntimeException away) {
            log.warn("Draining without telling Postgres: {}", away.getMessage());
        }
        drain();
        hints.close();
        heartbeat.close();
        signOff();
        dispatcher.close();
        deathWatch.close();
        logs.close();
        updates.close();
        database.close();
        try {
            scratch.close();
        } catch (IOException e) {
            log.warn("The scratch directory could not be deleted: {}", e.getMessage());
        }
    }

    private void drain() {
        try {
            if (!dispatcher.awaitIdle(config.drain())) {
                log.info("Stopping {} attempt(s) that did not end within {}", running.count(), config.drain());
                running.stopAll(StopReason.DRAIN);
                dispatcher.awaitIdle(AFTER_STOP);
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }

    private void signOff() {
        try {
            server.stop();
            workers.changeState(worker.id(), WorkerState.STOPPED);
        } catch (RuntimeException away) {
            log.warn("Could not sign off; others will notice: {}", away.getMessage());
        }
    }

    public static void main(String[] arguments) {
        NodeStart.main("worker", environment -> start(WorkerConfig.from(environment)));
    }
}

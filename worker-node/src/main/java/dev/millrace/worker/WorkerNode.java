package dev.millrace.worker;

import dev.millrace.model.artifact.ArtifactStore;
import dev.millrace.model.artifact.DiskArtifacts;
import dev.millrace.model.attempt.StopReason;
import dev.millrace.model.config.Durations;
import dev.millrace.model.db.Database;
import dev.millrace.model.history.History;
import dev.millrace.model.jobrunr.housekeeping.HistorySweep;
import dev.millrace.model.jobrunr.storage.MillraceStorage;
import dev.millrace.model.lifecycle.Transactions;
import dev.millrace.model.lifecycle.claim.Claims;
import dev.millrace.model.lifecycle.finish.Completions;
import dev.millrace.model.lifecycle.progress.ProgressReports;
import dev.millrace.model.log.LogStore;
import dev.millrace.model.node.NodeStart;
import dev.millrace.model.node.Parts;
import dev.millrace.model.registry.ToolStore;
import dev.millrace.model.updates.Channels;
import dev.millrace.model.updates.RedisPublisher;
import dev.millrace.model.updates.RedisSubscriber;
import dev.millrace.model.worker.Worker;
import dev.millrace.model.worker.WorkerStore;
import dev.millrace.worker.execute.ArtifactCollector;
import dev.millrace.worker.execute.AttemptRunner;
import dev.millrace.worker.execute.OutcomeDecider;
import dev.millrace.worker.execute.OutcomeRecorder;
import dev.millrace.worker.execute.ToolCatalog;
import dev.millrace.worker.jobrunr.Housekeeping;
import dev.millrace.worker.jobrunr.JobRunrServer;
import dev.millrace.worker.jobrunr.Programs;
import dev.millrace.worker.log.LogFlusher;
import dev.millrace.worker.queue.ClaimRotation;
import dev.millrace.worker.queue.Dispatcher;
import dev.millrace.worker.queue.Heartbeat;
import dev.millrace.worker.queue.Hints;
import dev.millrace.worker.queue.Lease;
import dev.millrace.worker.queue.RunningAttempts;
import dev.millrace.worker.runtime.StartBackoff;
import dev.millrace.worker.runtime.ToolRuntime;
import dev.millrace.worker.runtime.output.OutputLimits;
import dev.millrace.worker.runtime.process.ProcessRuntime;
import dev.millrace.worker.runtime.process.orphan.OrphanReaper;
import dev.millrace.worker.runtime.process.watchdog.ProcessWatchdog;
import dev.millrace.worker.runtime.scratch.Scratch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker node: pulls jobs and runs their tools. The one place where its parts are put together. */
public final class WorkerNode implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WorkerNode.class);
    private static final int MAX_RESULT_BYTES = 1 << 20;

    /** The longest grace a tool may have, and a moment for killing and recording: nothing may be left behind. */
    private static final Duration AFTER_STOP = Duration.ofMinutes(10).plusSeconds(15);

    /** What JobRunr waits itself for jobs that it has interrupted; some never end. */
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(10);

    private final WorkerConfig config;
    private final Parts parts;
    private final RunningAttempts running;
    private final Registration registration;
    private final Dispatcher dispatcher;
    private final Programs programs;

    /** Each part needs those before it, which are therefore closed after it. */
    private WorkerNode(WorkerConfig config, ToolRuntime runtime, Parts parts) throws IOException {
        this.config = config;
        this.parts = parts;
        HeartbeatFile heartbeatFile = parts.add(HeartbeatFile.of(config.heartbeatFile()));
        parts.add(OrphanReaper.start());
        Scratch scratch = parts.add(Scratch.open(config.scratch()));
        scratch.sweep();
        Database database =
                parts.add(Database.byKey(config.backends().database(), "millrace-worker", config.slots() + 4));
        NodeStart.awaitCurrentSchema(database, config.backends());
        this.running = new RunningAttempts(new Lease(Heartbeat.LEASE, parts.add(ProcessWatchdog.over(scratch.path()))));
        MillraceStorage storage = parts.add(new MillraceStorage(database.dataSource()));
        this.programs = parts.add(new Programs(storage, config.javaJobs()));
        RedisPublisher updates = parts.add(new RedisPublisher(config.backends().redis()));
        Transactions transactions = new Transactions(database.jdbi(), updates);
        LogFlusher logs =
                parts.add(new LogFlusher(new LogStore(database.jdbi()), new ProgressReports(transactions), updates));
        WorkerStore workers = new WorkerStore(database.jdbi());
        this.registration = parts.add(Registration.enter(workers, config));
        Worker worker = registration.worker();
        StartBackoff startBackoff = new StartBackoff();
        ArtifactStore artifacts = new DiskArtifacts(config.directories().artifacts());
        AttemptRunner attempts = new AttemptRunner(
                new ToolCatalog(
                        new ToolStore(database.jdbi()), config.directories().tools()),
                scratch,
                logs,
                startBackoff.noting(runtime),
                new OutcomeDecider(new ArtifactCollector(artifacts), MAX_RESULT_BYTES),
                parts.add(new OutcomeRecorder(new Completions(transactions))));
        ClaimRotation claim =
                new ClaimRotation(new Claims(transactions), worker.id(), config.queues(), config.ageing());
        JobRunrServer server = parts.add(new JobRunrServer(
                storage,
                worker,
                limit -> scratch.hasRoom() ? claim.apply(limit) : List.of(),
                attempts,
                programs,
                new Housekeeping(new HistorySweep.Handler(new History(database.jdbi(), artifacts)))));
        this.dispatcher = parts.add(new Dispatcher(config.slots(), running, server, attempts, startBackoff));
        WorkerHealth health = new WorkerHealth(heartbeatFile, scratch, startBackoff);
        Heartbeat heartbeat =
                parts.add(new Heartbeat(worker, workers, transactions, running, dispatcher, health::show));
        parts.add(new RedisSubscriber(
                config.backends().redis(), List.of(Channels.WORKERS), new Hints(dispatcher, heartbeat)));
        server.start();
        dispatcher.start();
        heartbeat.start();
    }

    /**
     * Starts a worker; when this returns, it is registered and takes jobs. When it cannot start, nothing of it is left.
     *
     * @throws IllegalStateException when this machine lacks what running tools needs, saying what
     */
    public static WorkerNode start(WorkerConfig config) throws IOException {
        return start(config, ProcessRuntime.onThisMachine(OutputLimits.DEFAULT));
    }

    /** Starts a worker that runs its tools in another way than as processes. */
    public static WorkerNode start(WorkerConfig config, ToolRuntime runtime) throws IOException {
        Parts parts = new Parts();
        try {
            WorkerNode node = new WorkerNode(config, runtime, parts);
            Worker worker = node.registration.worker();
            log.info("Worker {} ({}) serves {} slot(s)", worker.name(), worker.id(), config.slots());
            return node;
        } catch (IOException | RuntimeException | Error e) {
            parts.close();
            throw e;
        }
    }

    public UUID id() {
        return registration.worker().id();
    }

    /**
     * Drains and stops: takes no new job, lets what runs finish within the drain time, stops and gives back the rest, and
     * signs off.
     */
    @Override
    public void close() {
        dispatcher.stopAccepting();
        registration.drain();
        drain();
        parts.close();
    }

    private void drain() {
        try {
            if (!new Drain(dispatcher, running, programs::count).await(config.drain())) {
                log.info(
                        "Stopping {} attempt(s) and {} job(s) of other programs that did not end within {}",
                        running.count(),
                        programs.count(),
                        Durations.format(config.drain()));
                running.stopAll(StopReason.DRAIN);
                programs.interrupt();
                if (!dispatcher.awaitIdle(AFTER_INTERRUPT) && !running.isEmpty()) {
                    dispatcher.awaitIdle(AFTER_STOP);
                }
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }

    public static void main(String[] arguments) {
        NodeStart.main("worker", environment -> start(WorkerConfig.from(environment)));
    }
}

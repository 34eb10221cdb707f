package dev.millrace.worker.queue;

import dev.millrace.model.jobrunr.MillraceStorage;
import dev.millrace.model.jobrunr.SteadfastStorage;
import dev.millrace.model.thread.TaskThreads;
import dev.millrace.model.worker.Worker;
import java.time.Duration;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.configuration.BackgroundJobServerWorkerPolicy;
import org.jobrunr.server.strategy.WorkDistributionStrategy;
import org.jobrunr.server.threadpool.JobRunrExecutor;
import org.jobrunr.storage.navigation.AmountRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker as JobRunr knows it: a server in its list, with its heartbeat and its slots. It never fetches by itself,
 * because the {@link Dispatcher} does so without waiting for the next poll.
 */
public final class JobRunrServer implements AutoCloseable {
    /** JobRunr's own default. Only its heartbeat goes by it: a worker that dies leaves JobRunr's list after four of them. */
    private static final Duration POLL = Duration.ofSeconds(15);

    private static final int MAX_NAME = 127;

    /** Less than JobRunr's list waits for it. */
    private static final Duration SILENCE = POLL.multipliedBy(3);

    private static final Logger log = LoggerFactory.getLogger(JobRunrServer.class);

    private final SteadfastStorage storage;
    private final BackgroundJobServer server;
    private final TaskThreads watch = new TaskThreads("jobrunr-watch", 1);

    public JobRunrServer(MillraceStorage storage, Worker worker) {
        String name = worker.name();
        BackgroundJobServerConfiguration configuration =
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andId(worker.id())
                        .andName(name.substring(0, Math.min(name.length(), MAX_NAME)))
                        .andPollInterval(POLL)
                        .andBackgroundJobServerWorkerPolicy(new SlotsWithoutFetching(worker.slots()));
        this.storage = new SteadfastStorage(storage);
        this.server = new BackgroundJobServer(this.storage, storage.json(), null, configuration);
    }

    /** Enters it in JobRunr's list, and keeps it there. */
    public void start() {
        server.start();
        watch.every(POLL, POLL, () -> startAgainAfter(SILENCE));
    }

    /** Its own tasks end for good at the first error that they meet. */
    void startAgainAfter(Duration silence) {
        if (storage.sinceHeartbeat().compareTo(silence) > 0) {
            log.warn("JobRunr's server has not been heard for {} s; it is started again", silence.toSeconds());
            server.stop();
            server.start();
        }
    }

    @Override
    public void close() {
        watch.close();
        server.stop();
    }

    private record SlotsWithoutFetching(int slots) implements BackgroundJobServerWorkerPolicy {
        @Override
        public WorkDistributionStrategy toWorkDistributionStrategy(BackgroundJobServer server) {
            return new WorkDistributionStrategy() {
                @Override
                public int getWorkerCount() {
                    return slots;
                }

                @Override
                public AmountRequest getWorkPageRequest() {
                    return new AmountRequest("updatedAt:ASC", 0);
                }
            };
        }

        @Override
        public JobRunrExecutor toJobRunrExecutor() {
            return new NothingToExecute(slots);
        }
    }

    private record NothingToExecute(int slots) implements JobRunrExecutor {
        @Override
        public int getWorkerCount() {
            return slots;
        }

        @Override
        public void start() {
            // Attempts run on the dispatcher's threads.
        }

        @Override
        public void stop(Duration awaitTimeout) {
            // Attempts are drained by the worker before JobRunr's server is stopped.
        }

        @Override
        public void execute(Runnable job) {
            throw new UnsupportedOperationException("JobRunr was given nothing to fetch");
        }
    }
}

package dev.millrace.bench.rivals;

import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.scheduling.BackgroundJob;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;

/** JobRunr as it comes, asking for work as often as it can. Public for its sake: it calls the job by reflection. */
public final class JobRunrAlone implements Rival {
    private static final int SHORTEST_POLL_SECONDS = 5;

    private final BackgroundJobServer server;

    JobRunrAlone(DataSource database) {
        JobRunr.configure()
                .useStorageProvider(new PostgresStorageProvider(database))
                .useBackgroundJobServer(BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andWorkerCount(THREADS)
                        .andPollIntervalInSeconds(SHORTEST_POLL_SECONDS))
                .initialize();
        server = JobRunr.getBackgroundJobServer();
        server.pauseProcessing();
    }

    @Override
    public void fill(int jobs) {
        BackgroundJob.enqueue(Stream.iterate(0, i -> i + 1).limit(jobs), any -> JobRunrAlone.run());
    }

    /** The job. */
    public static void run() {
        Tally.hit();
    }

    @Override
    public void resume() {
        server.resumeProcessing();
    }

    @Override
    public void pause() {
        server.pauseProcessing();
    }

    @Override
    public String leftQuery() {
        return "SELECT EXISTS (SELECT FROM jobrunr_jobs WHERE state IN ('ENQUEUED', 'PROCESSING'))";
    }
}

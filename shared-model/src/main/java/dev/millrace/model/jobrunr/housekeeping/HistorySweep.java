package dev.millrace.model.jobrunr.housekeeping;

import dev.millrace.model.config.Durations;
import dev.millrace.model.history.History;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.scheduling.RecurringJobBuilder;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.JobUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sweep of the history, every ten minutes. It carries the retention, so that workers need no setting for it. */
public final class HistorySweep implements JobRequest {
    /** The name under which JobRunr finds the code of a job. */
    public static final String SIGNATURE = JobUtils.getJobSignature(new JobDetails(new HistorySweep("")));

    /** Of the recurring job. */
    public static final String ID = "history-sweep";

    private static final long serialVersionUID = 1;

    /** The wall clock's, not an interval: that would begin anew with each start of an API node. */
    private static final String EVERY_TEN_MINUTES = "*/10 * * * *";

    /** The next run is due before JobRunr would have made more. */
    private static final int RETRIES = 2;

    private final String retention;

    private HistorySweep(String retention) {
        this.retention = retention;
    }

    /** For JobRunr, which reads it from JSON. */
    @SuppressWarnings("unused") // By reflection.
    private HistorySweep() {
        this("");
    }

    /**
     * Has the history swept from now on.
     *
     * @param retention of jobs whose tools say nothing else; the last API node that enters it decides
     * @throws RuntimeException when Postgres is away, or another node enters it just now
     */
    public static void enter(StorageProvider storage, Duration retention) {
        new JobRequestScheduler(storage, List.of())
                .createRecurrently(RecurringJobBuilder.aRecurringJob()
                        .withId(ID)
                        .withName("Sweep the history")
                        .withCron(EVERY_TEN_MINUTES)
                        .withZoneId(ZoneOffset.UTC)
                        .withAmountOfRetries(RETRIES)
                        .withJobRequest(new HistorySweep(Durations.format(retention))));
    }

    @Override
    public Class<Handler> getJobRequestHandler() {
        return Handler.class;
    }

    /** Sweeps. */
    public static final class Handler implements JobRequestHandler<HistorySweep> {
        private static final Logger log = LoggerFactory.getLogger(Handler.class);

        private final History history;

        public Handler(History history) {
            this.history = history;
        }

        @Override
        public void run(HistorySweep request) throws IOException {
            log.debug("Swept the history: {}", history.sweep(Durations.parse(request.retention)));
        }
    }
}

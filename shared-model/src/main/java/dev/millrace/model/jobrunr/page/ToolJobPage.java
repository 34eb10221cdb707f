package dev.millrace.model.jobrunr.page;

import dev.millrace.model.error.Excerpt;
import dev.millrace.model.job.Job;
import dev.millrace.model.jobrunr.ToolJob;
import dev.millrace.model.journal.EventStore;
import dev.millrace.model.log.LogStore;
import dev.millrace.model.lookup.JobReader;
import dev.millrace.model.registry.ToolStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.JobParameter;
import org.jobrunr.jobs.states.JobState;

/**
 * A tool's job as JobRunr's page of one job shows it: with its attempts, what was asked for, and the end of its log. In
 * lists, where nobody could read all that, {@code jobrunr_json} is enough.
 */
public final class ToolJobPage {
    private static final int LOG_LINES = 100;

    /** What JobRunr allows. */
    private static final int LABELS = 3;

    private static final int LONGEST_LABEL = 45;

    private final Jdbi jdbi;
    private final JobReader jobs;
    private final AttemptStore attempts;
    private final EventStore events;
    private final LogStore logs;
    private final ToolStore tools;

    public ToolJobPage(Jdbi jdbi) {
        this.jdbi = jdbi;
        jobs = new JobReader(jdbi);
        attempts = new AttemptStore(jdbi);
        events = new EventStore(jdbi);
        logs = new LogStore(jdbi);
        tools = new ToolStore(jdbi);
    }

    /** All of it as it was at one moment. */
    public Optional<org.jobrunr.jobs.Job> read(UUID id) {
        return jdbi.inTransaction(
                TransactionIsolationLevel.REPEATABLE_READ,
                transaction -> jobs.find(id).map(this::page));
    }

    public boolean exists(UUID id) {
        return jobs.find(id).isPresent();
    }

    private org.jobrunr.jobs.Job page(Job job) {
        List<JobState> history = new AttemptStates(job, attempts.newest(job), events.waits(job.id())).inOrder();
        Map<String, Object> notes = DashboardNotes.of(job, history, logs.newest(job.id(), job.attempt(), LOG_LINES));
        org.jobrunr.jobs.Job page = new org.jobrunr.jobs.Job(
                job.id(), attempts.version(job.id()), details(job), history, new ConcurrentHashMap<>(notes));
        page.setJobName(job.tool());
        page.setLabels(labels(job));
        return page;
    }

    private JobDetails details(Job job) {
        String request = RequestText.of(job, tools.parameters(job.tool(), job.toolRevision()));
        JobDetails details = new JobDetails(
                ToolJob.class.getName(), null, "run", List.of(new JobParameter(String.class.getName(), request)));
        details.setCacheable(true);
        return details;
    }

    private static List<String> labels(Job job) {
        return job.labels().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(LABELS)
                .map(label -> Excerpt.of(label.getKey() + ":" + label.getValue(), LONGEST_LABEL))
                .toList();
    }
}

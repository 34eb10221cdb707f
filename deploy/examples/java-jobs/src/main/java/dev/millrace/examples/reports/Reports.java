package dev.millrace.examples.reports;

import java.util.List;
import org.jobrunr.jobs.annotations.Job;
import org.jobrunr.jobs.context.JobContext;
import org.jobrunr.jobs.context.JobDashboardProgressBar;

/** What the program's jobs do. Public, with a constructor without arguments, because JobRunr calls it. */
public final class Reports {
    private static final List<String> CHAPTERS = List.of("orders", "returns", "stock");

    /** What a try leaves for the next one, with the job. */
    private static final String TRIED = "tried";

    /** Its log lines and its progress are in the dashboard, at the job. */
    @Job(name = "Report for %0")
    public void write(String customer, JobContext context) {
        JobDashboardProgressBar progress = context.progressBar(CHAPTERS.size());
        for (String chapter : CHAPTERS) {
            context.logger().info("Chapter " + chapter + " for " + customer);
            progress.incrementSucceeded();
        }
    }

    /** Fails at first; JobRunr tries again after 3 s, then 9 s, and so on. */
    @Job(name = "Send to %0", retries = 3)
    public void send(String address, JobContext context) {
        if (!context.getMetadata().containsKey(TRIED)) {
            context.saveMetadata(TRIED, "once");
            throw new IllegalStateException("The mail server of " + address + " is busy");
        }
        context.logger().info("Sent at last");
    }

    /** For a schedule. */
    @Job(name = "Tidy up")
    public void tidyUp(JobContext context) {
        context.logger().info("Nothing left to tidy up");
    }
}

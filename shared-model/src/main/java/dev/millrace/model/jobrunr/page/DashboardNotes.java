package dev.millrace.model.jobrunr.page;

import dev.millrace.model.error.Excerpt;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.Progress;
import dev.millrace.model.log.LogLine;
import dev.millrace.model.log.LogStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jobrunr.jobs.context.JobDashboardLogger;
import org.jobrunr.jobs.context.JobDashboardLogger.JobDashboardLogLine;
import org.jobrunr.jobs.context.JobDashboardLogger.JobDashboardLogLines;
import org.jobrunr.jobs.context.JobDashboardLogger.Level;
import org.jobrunr.jobs.context.JobDashboardProgressBar;
import org.jobrunr.jobs.context.JobDashboardProgressBar.JobDashboardProgress;
import org.jobrunr.jobs.states.JobState;
import org.jobrunr.jobs.states.StateName;
import org.jspecify.annotations.Nullable;

/** The progress bar and the log of a job's newest attempt, where JobRunr's page looks for those of a state. */
final class DashboardNotes {
    private static final int LONGEST_LINE = 500;

    private DashboardNotes() {}

    static Map<String, Object> of(Job job, List<JobState> history, List<LogLine> log) {
        Map<String, Object> notes = new HashMap<>();
        int state = newestProcessing(history);
        if (state == 0) {
            return notes;
        }
        Progress progress = job.progress();
        if (progress != null) {
            JobDashboardProgress bar = new JobDashboardProgress(100L);
            bar.setProgress((long) progress.percent());
            notes.put(JobDashboardProgressBar.JOBRUNR_PROGRESSBAR_KEY + "-" + state, bar);
        }
        List<JobDashboardLogLine> lines = lines(job, progress, log);
        if (!lines.isEmpty()) {
            notes.put(
                    JobDashboardLogger.JOBRUNR_LOG_KEY + "-" + state,
                    new JobDashboardLogLines(new ConcurrentLinkedQueue<>(lines)));
        }
        return notes;
    }

    /** Counted from 1, as JobRunr counts; 0 where there is none. */
    private static int newestProcessing(List<JobState> history) {
        int place = history.size();
        while (place > 0 && history.get(place - 1).getName() != StateName.PROCESSING) {
            place--;
        }
        return place;
    }

    private static List<JobDashboardLogLine> lines(Job job, @Nullable Progress progress, List<LogLine> log) {
        List<JobDashboardLogLine> lines = new ArrayList<>();
        long first = log.isEmpty() ? 1 : log.get(0).line();
        if (first > 1) {
            lines.add(note(log.get(0).at(), "… the first " + (first - 1) + " lines are left out here"));
        }
        for (LogLine line : log) {
            // The page tells lines apart by their times, and many have the same.
            lines.add(new JobDashboardLogLine(
                    line.stream() == LogStream.STDOUT ? Level.INFO : Level.WARN,
                    line.at().plusNanos(1_000L * (line.line() - first + 1)),
                    Excerpt.of(line.text(), LONGEST_LINE)));
        }
        if (progress != null && !progress.message().isEmpty() && job.startedAt() != null) {
            lines.add(note(job.startedAt(), "Progress: " + progress.message()));
        }
        return lines;
    }

    private static JobDashboardLogLine note(Instant at, String text) {
        return new JobDashboardLogLine(Level.INFO, at, text);
    }
}

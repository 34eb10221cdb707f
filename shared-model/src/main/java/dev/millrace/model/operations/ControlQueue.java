package dev.millrace.model.operations;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.QueueName;
import dev.millrace.model.lookup.JobFilter;
import dev.millrace.model.queues.QueueFigures;
import dev.millrace.model.queues.Queues;
import java.util.List;
import java.util.Map;

/**
 * Shows queues, pauses, resumes and clears them. What takes the name of a queue throws {@link MillraceException}: {@code
 * MALFORMED_REQUEST} when it is not one.
 */
public final class ControlQueue {
    private final Queues queues;
    private final Cancel cancel;

    public ControlQueue(Queues queues, Cancel cancel) {
        this.queues = queues;
        this.cancel = cancel;
    }

    /** The queues in which jobs wait, run or ended within the last minute, and those that are paused, by name. */
    public List<QueueFigures> list(Caller caller) {
        return queues.list();
    }

    public QueueFigures one(String queue, Caller caller) {
        return queues.get(valid(queue));
    }

    /** From now on workers claim nothing from the queue. It still accepts jobs, and running jobs go on. */
    public QueueFigures pause(String queue, Caller caller) {
        return queues.pause(valid(queue));
    }

    public QueueFigures resume(String queue, Caller caller) {
        return queues.resume(valid(queue));
    }

    /** How many jobs {@link #clear} would cancel now. */
    public int waiting(String queue, Caller caller) {
        return cancel.count(waitingIn(queue), caller).cancelled();
    }

    /** Cancels the jobs that wait in the queue; returns how many. */
    public int clear(String queue, Caller caller) {
        return cancel.all(waitingIn(queue), caller).cancelled();
    }

    private static JobFilter waitingIn(String queue) {
        return new JobFilter(List.of(JobState.SCHEDULED, JobState.QUEUED), null, valid(queue), Map.of(), null);
    }

    private static String valid(String queue) {
        if (!QueueName.isValid(queue)) {
            throw new MillraceException(
                    ErrorCode.MALFORMED_REQUEST,
                    "The name of a queue must be of the form " + QueueName.FORM.pattern() + ".");
        }
        return queue;
    }
}

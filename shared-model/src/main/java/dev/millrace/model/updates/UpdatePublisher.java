package dev.millrace.model.updates;

import dev.millrace.model.job.JobEvent;
import dev.millrace.model.job.Priority;
import java.util.List;
import java.util.UUID;

/** Tells others what has been committed. No call blocks or throws; what cannot be told is dropped. */
public interface UpdatePublisher {
    /** Tells everybody of events, in order. */
    void publish(List<JobEvent> events);

    /** Tells workers that there is something to fetch, the most urgent of this priority. */
    void wakeWorkers(Priority mostUrgent);

    /** Tells the worker that runs a job that it shall look for a cancel request. */
    void cancelRequested(UUID job);

    /** Tells those who follow a job's log that it has grown. */
    void logGrew(UUID job);

    /** Tells API nodes that a tool was changed or removed. */
    void toolsChanged();

    /** Tells nobody: what others must know they find in Postgres, a little later. */
    UpdatePublisher NONE = new UpdatePublisher() {
        @Override
        public void publish(List<JobEvent> events) {}

        @Override
        public void wakeWorkers(Priority mostUrgent) {}

        @Override
        public void cancelRequested(UUID job) {}

        @Override
        public void logGrew(UUID job) {}

        @Override
        public void toolsChanged() {}
    };
}

package dev.millrace.model.lifecycle;

import dev.millrace.model.job.JobEvent;
import dev.millrace.model.job.Priority;
import dev.millrace.model.updates.UpdatePublisher;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers what was told. */
public final class RecordedUpdates implements UpdatePublisher {
    public final List<JobEvent> events = new CopyOnWriteArrayList<>();
    public final List<UUID> cancelRequests = new CopyOnWriteArrayList<>();
    public final AtomicInteger wakes = new AtomicInteger();

    @Override
    public void publish(List<JobEvent> published) {
        events.addAll(published);
    }

    @Override
    public void wakeWorkers(Priority mostUrgent) {
        wakes.incrementAndGet();
    }

    @Override
    public void cancelRequested(UUID job) {
        cancelRequests.add(job);
    }

    @Override
    public void logGrew(UUID job) {
        throw new AssertionError("The queue knows nothing of logs");
    }

    @Override
    public void toolsChanged() {
        throw new AssertionError("The queue knows nothing of tools");
    }
}

package dev.millrace.api.rest.queues;

import dev.millrace.model.config.Durations;
import dev.millrace.model.job.Priority;
import dev.millrace.model.json.Json;
import dev.millrace.model.queues.QueueFigures;
import tools.jackson.databind.node.ObjectNode;

/** A queue as the API shows it. */
final class QueueJson {
    private QueueJson() {}

    static ObjectNode of(QueueFigures queue) {
        int queued =
                queue.queued().values().stream().mapToInt(Integer::intValue).sum();
        QueueFigures.Oldest oldest = queue.oldest();
        ObjectNode json = Json.object()
                .put("name", queue.name())
                .put("paused", queue.paused())
                .put("queued", queued)
                .put("scheduled", queue.scheduled())
                .put("running", queue.running())
                .put("oldestQueuedAt", oldest == null ? null : oldest.queuedAt().toString())
                .put("oldestAge", oldest == null ? null : Durations.format(oldest.age()));
        ObjectNode byPriority = json.putObject("byPriority");
        for (Priority priority : Priority.values()) {
            byPriority.put(priority.text(), queue.queued().getOrDefault(priority, 0));
        }
        json.putObject("ratePerMinute").put("in", queue.in()).put("out", queue.out());
        return json.put("workers", queue.workers());
    }
}

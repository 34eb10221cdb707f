package dev.millrace.worker;

import dev.millrace.model.thread.NodeThreads;
import dev.millrace.worker.runtime.StartBackoff;
import dev.millrace.worker.runtime.scratch.Scratch;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the worker is well. One that can start nothing is not, nor is one of which a part does not get on. */
final class WorkerHealth {
    private static final Logger log = LoggerFactory.getLogger(WorkerHealth.class);

    private final HeartbeatFile file;
    private final Scratch scratch;
    private final StartBackoff startBackoff;
    private List<String> unwell = List.of();

    WorkerHealth(HeartbeatFile file, Scratch scratch, StartBackoff startBackoff) {
        this.file = file;
        this.scratch = scratch;
        this.startBackoff = startBackoff;
    }

    /** To be called with every heartbeat that Postgres took: shows it by the file, and lets that age otherwise. */
    void show() {
        List<String> before = unwell;
        unwell = NodeThreads.unwell();
        if (!unwell.equals(before)) {
            log.error("Threads that do not get on: {}", unwell);
        }
        if (unwell.isEmpty() && scratch.hasRoom() && startBackoff.probe()) {
            file.touch();
        }
    }
}

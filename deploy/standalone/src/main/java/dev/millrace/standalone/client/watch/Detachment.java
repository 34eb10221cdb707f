package dev.millrace.standalone.client.watch;

import dev.millrace.standalone.client.terminal.Terminal;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Ctrl-C while somebody waits for a job leaves the job alone, and says so, and how to stop it. */
final class Detachment {
    private Detachment() {}

    /** Does the watching; only while that lasts does the end of this program need explaining. */
    static <T> T explainedWhile(Terminal err, String jobId, Supplier<T> watching) {
        AtomicBoolean armed = new AtomicBoolean(true);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (armed.get()) {
                err.stream().print(err.interactive() ? "\r\u001B[K" : "");
                err.line(message(jobId));
            }
        }));
        try {
            return watching.get();
        } finally {
            armed.set(false);
        }
    }

    static String message(String jobId) {
        return "Detached; job " + jobId + " goes on." + System.lineSeparator() + "Watch it: millrace logs " + jobId
                + " --follow; stop it: millrace cancel " + jobId;
    }
}

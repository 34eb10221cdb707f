package dev.millrace.model.thread;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to the process when a thread dies. A part that is gone, and a JVM that is out of order, cannot be mended from
 * within: the process ends with a message, and whoever watches it starts another. Threads that come and go as they are
 * needed, those of libraries, are replaced by their owners.
 */
public final class LastResort implements Thread.UncaughtExceptionHandler {
    /** Exit status of a process that has ended so: EX_SOFTWARE of sysexits.h. */
    public static final int STATUS = 70;

    private static final Logger log = LoggerFactory.getLogger(LastResort.class);

    private static volatile @Nullable LastResort installed;

    private final String program;

    private LastResort(String program) {
        this.program = program;
    }

    /** For a process that is one node. */
    public static void install(String program) {
        LastResort handler = new LastResort(program);
        installed = handler;
        Thread.setDefaultUncaughtExceptionHandler(handler);
    }

    /** A part is gone without which the node only seems to be there, and its library has caught what was thrown. */
    public static void partDied(String part, Throwable thrown) {
        LastResort handler = installed;
        if (handler == null) {
            log.error("The {} died", part, thrown);
        } else {
            handler.end("the " + part, thrown);
        }
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        if (NodeThread.isOne(thread) || thrown instanceof VirtualMachineError) {
            end("thread " + thread.getName(), thrown);
        } else {
            log.error("Thread {} died", thread.getName(), thrown);
        }
    }

    private void end(String part, Throwable thrown) {
        // An interrupt was meant for the work that is over; it must not break off the message or what the JVM does at
        // its end.
        Thread.interrupted();
        try {
            System.err.println("millrace " + program + ": " + part + " died of " + thrown
                    + "; the process ends, so that it can be started anew");
            log.error("It was {}", part, thrown);
        } finally {
            // No orderly stop: it would wait for what is broken.
            Runtime.getRuntime().halt(STATUS);
        }
    }
}

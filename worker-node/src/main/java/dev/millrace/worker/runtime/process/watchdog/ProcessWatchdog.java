package dev.millrace.worker.runtime.process.watchdog;

import dev.millrace.model.thread.TaskThreads;
import dev.millrace.worker.runtime.Watchdog;
import dev.millrace.worker.runtime.process.program.SystemPath;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small process beside the worker that kills the worker's tools if the worker cannot do so itself, as it is dead or
 * frozen. Else they would go on while their jobs run again elsewhere.
 *
 * <p>It hears from the worker twice a second, each time for how many seconds it may hear nothing. When it hears nothing for
 * longer, the worker is frozen, and its lease about to end. When its standard input ends, which the kernel closes with the
 * worker, the worker is dead. A start that was frozen half-way fails in the end, since the file that is to be the tool's
 * standard input is gone. Tools are found by their environment; one that has cleared its own escapes.
 */
public final class ProcessWatchdog implements Watchdog, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ProcessWatchdog.class);
    private static final Duration TICK = Duration.ofMillis(500);

    /** It takes a moment to find and kill the tools on a busy machine. */
    private static final Duration BEFORE_THE_END = Duration.ofMillis(500);

    /** When the lease is not renewed, in an outage, nobody waits for its end; so long a silence is one all the same. */
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private static final char BEGINS = 'b';
    private static final char ENDED = 'e';

    private static final String SCRIPT = script();

    private final Path scratch;
    private final TaskThreads ticker;
    private volatile Process process;
    private long leaseEnd = System.nanoTime();
    private boolean closed;

    private final Object signs = new Object();
    private boolean acting;
    private boolean acted;
    private long actedUntil;

    private ProcessWatchdog(Path scratch) throws IOException {
        this.scratch = scratch;
        this.process = start(scratch);
        this.ticker = new TaskThreads("watchdog", 1);
    }

    /**
     * Starts watching over the tools whose attempt directories are below this one.
     *
     * @throws IOException when there is no {@code bash}
     */
    public static ProcessWatchdog over(Path scratch) throws IOException {
        return over(scratch, TICK);
    }

    static ProcessWatchdog over(Path scratch, Duration tick) throws IOException {
        ProcessWatchdog watchdog = new ProcessWatchdog(scratch);
        watchdog.ticker.every(Duration.ZERO, tick, watchdog::tick);
        return watchdog;
    }

    private static String script() {
        try (InputStream script = ProcessWatchdog.class.getResourceAsStream("watchdog.sh")) {
            return new String(Objects.requireNonNull(script, "watchdog.sh").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process start(Path scratch) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(List.of("bash", "-c", SCRIPT, "millrace-watchdog", scratch.toString()));
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", SystemPath.DEFAULT);
        return builder.directory(new File("/"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Override
    public synchronized void leaseEndsAt(long end) {
        leaseEnd = end;
        tick();
    }

    private synchronized void tick() {
        if (closed) {
            return;
        }
        long left = leaseEnd - System.nanoTime();
        long silence = left >= NOTICE.toNanos() ? left - BEFORE_THE_END.toNanos() : SILENCE.toNanos();
        try {
            String seconds = String.format(Locale.ROOT, "%.3f\n", silence / 1e9);
            process.getOutputStream().write(seconds.getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
        } catch (IOException e) {
            log.error("The process that would kill the tools of a dead worker is gone: {}", e.getMessage());
            startAgain();
        }
    }

    /** The next tick tells the new one of the lease; where there can be none now, it tries again. */
    private void startAgain() {
        try {
            Process next = start(scratch);
            synchronized (signs) {
                // The old one may have acted before it ended.
                readSigns();
                process = next;
                if (acting) {
                    note(ENDED);
                }
            }
            log.info("It was started again");
        } catch (IOException none) {
            log.error("It cannot be started again now: {}", none.getMessage());
        }
    }

    @Override
    public boolean hasActedSince(long time) {
        synchronized (signs) {
            readSigns();
            return acting || (acted && actedUntil - time >= 0);
        }
    }

    private void readSigns() {
        try {
            InputStream stream = process.getInputStream();
            while (stream.available() > 0) {
                note((char) stream.read());
            }
        } catch (IOException e) {
            log.debug("The process that kills tools says nothing any more", e);
        }
    }

    private void note(char sign) {
        if (sign == BEGINS) {
            acting = true;
            log.warn("This worker was out of action until its lease ended; what it ran is being killed");
        } else if (sign == ENDED) {
            acting = false;
            acted = true;
            actedUntil = System.nanoTime();
        }
    }

    /** Call it when no tool runs any more. */
    @Override
    public synchronized void close() {
        closed = true;
        ticker.close();
        process.destroyForcibly();
    }
}

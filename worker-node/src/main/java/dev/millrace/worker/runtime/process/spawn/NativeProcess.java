package dev.millrace.worker.runtime.process.spawn;

import com.sun.jna.LastErrorException;
import dev.millrace.worker.runtime.ProgramEnd;
import dev.millrace.worker.runtime.process.orphan.OwnChildren;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A child that the JVM did not start itself. Its end is noticed by the thread that first waits for it, so one must. */
public final class NativeProcess extends Process {
    private static final int SIGNAL_MASK = 0x7f;

    /** {@code struct rusage}: two times of seconds and microseconds, the peak in KiB, and thirteen numbers more. */
    private static final int USAGE_LENGTH = 18;

    private static final int PEAK = 4;

    private final int pid;
    private final InputStream output;
    private final InputStream error;
    private final AtomicBoolean waitedFor = new AtomicBoolean();
    private final CompletableFuture<End> exit = new CompletableFuture<>();

    /**
     * How it ended.
     *
     * @param cpuTime its own and that of the descendants that were waited for
     * @param peakMemory bytes of the largest of those, and of what it was before it became the program
     */
    public record End(ProgramEnd program, Duration cpuTime, long peakMemory) {}

    NativeProcess(int pid, InputStream output, InputStream error) {
        this.pid = pid;
        this.output = output;
        this.error = error;
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public ProcessHandle toHandle() {
        return ProcessHandle.of(pid).orElseThrow(() -> new IllegalStateException("The process is gone"));
    }

    /** Nothing can be written: standard input is a file. */
    @Override
    public OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream getInputStream() {
        return output;
    }

    @Override
    public InputStream getErrorStream() {
        return error;
    }

    /** The first call cannot be interrupted. */
    @Override
    public int waitFor() throws InterruptedException {
        if (waitedFor.compareAndSet(false, true)) {
            try {
                exit.complete(await());
            } catch (RuntimeException | Error unknown) {
                exit.completeExceptionally(unknown);
                throw unknown;
            } finally {
                OwnChildren.remove(pid);
            }
        }
        try {
            return exit.get().program().exitCode();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
        try {
            exit.get(timeout, unit);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private End await() {
        int[] status = new int[1];
        long[] usage = new long[USAGE_LENGTH];
        while (true) {
            try {
                LibC.wait4(pid, status, 0, usage);
                return new End(program(status[0]), time(usage, 0).plus(time(usage, 2)), usage[PEAK] << 10);
            } catch (LastErrorException e) {
                if (e.getErrorCode() != LibC.EINTR) {
                    throw e;
                }
            }
        }
    }

    private static Duration time(long[] usage, int index) {
        return Duration.ofSeconds(usage[index]).plus(usage[index + 1], ChronoUnit.MICROS);
    }

    private static ProgramEnd program(int status) {
        int signal = status & SIGNAL_MASK;
        return signal == 0 ? ProgramEnd.exited((status >> 8) & 0xff) : ProgramEnd.killed(signal);
    }

    @Override
    public boolean isAlive() {
        return !exit.isDone();
    }

    @Override
    public int exitValue() {
        if (isAlive()) {
            throw new IllegalThreadStateException("The process has not ended");
        }
        return exit.join().program().exitCode();
    }

    /** Null while it runs. */
    @Nullable
    public End end() {
        return exit.getNow(null);
    }

    @Override
    public void destroy() {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    }

    @Override
    public Process destroyForcibly() {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        return this;
    }
}

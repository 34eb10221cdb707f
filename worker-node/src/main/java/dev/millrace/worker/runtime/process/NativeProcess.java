package dev.millrace.worker.runtime.process;

import com.sun.jna.LastErrorException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A child that the JVM did not start itself. Its end is noticed by the thread that first waits for it, so one must. */
final class NativeProcess extends Process {
    private static final int SIGNAL_MASK = 0x7f;
    /** Added to a deadly signal's number, as shells and the JVM do. */
    private static final int SIGNAL_BASE = 0x80;

    private final int pid;
    private final InputStream output;
    private final InputStream error;
    private final AtomicBoolean waitedFor = new AtomicBoolean();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

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
            exit.complete(exitCode(await()));
        }
        try {
            return exit.get();
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

    private int await() {
        int[] status = new int[1];
        while (true) {
            try {
                LibC.waitpid(pid, status, 0);
                return status[0];
            } catch (LastErrorException e) {
                if (e.getErrorCode() != LibC.EINTR) {
                    throw e;
                }
            }
        }
    }

    private static int exitCode(int status) {
        int signal = status & SIGNAL_MASK;
        return signal == 0 ? (status >> 8) & 0xff : SIGNAL_BASE + signal;
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
        return exit.join();
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

package dev.millrace.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a program prints: read to its end, so that it never waits for room in the pipe, and its last lines kept. */
final class ProgramOutput {
    private static final int KEPT = 10;

    private final Process process;
    private final @Nullable String readyText;
    private final Deque<String> last = new ArrayDeque<>();
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

    /** @param readyText part of the line that it prints when it has come so far; null where it is to end */
    ProgramOutput(Process process, @Nullable String readyText) {
        this.process = process;
        this.readyText = readyText;
        Thread reader = new Thread(this::read, "postgres-output");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                keep(line);
                if (readyText != null && line.contains(readyText)) {
                    ready.complete(true);
                }
            }
        } catch (IOException closed) {
            // The same as its end.
        } finally {
            ready.complete(false);
        }
    }

    private synchronized void keep(String line) {
        last.add(line);
        if (last.size() > KEPT) {
            last.remove();
        }
    }

    /** False when it ends before, or takes too long. */
    boolean awaitReady(Duration limit) throws IOException {
        try {
            return ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether it ends with 0; false also when it takes too long. */
    boolean awaitSuccess(Duration limit) throws IOException {
        awaitReady(limit);
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    /** Why it is not ready: in its own words, as far as there are any. */
    synchronized String failure(String name) {
        StringBuilder text = new StringBuilder(name).append(last.isEmpty() ? " printed nothing" : " said:");
        last.forEach(line -> text.append(System.lineSeparator()).append("  ").append(line));
        return text.toString();
    }
}

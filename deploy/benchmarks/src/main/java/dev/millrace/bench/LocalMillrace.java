package dev.millrace.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A standalone Millrace of the benchmark's own, with new data: a child process that ends with it. */
final class LocalMillrace implements AutoCloseable {
    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:[0-9]+");
    private static final long STOP_SECONDS = 30;

    private final Process process;
    private final Path data;
    private final URI url;

    private LocalMillrace(Process process, Path data, URI url) {
        this.process = process;
        this.data = data;
        this.url = url;
    }

    /**
     * Starts one and waits until it serves.
     *
     * @param home the checkout
     * @throws BenchException with what it said, when it ends instead
     */
    static LocalMillrace start(Path home) throws IOException {
        Path data = Files.createTempDirectory("millrace-bench-");
        Process process = new ProcessBuilder(List.of(
                        home.resolve("millrace").toString(),
                        "dev",
                        "--port",
                        "0",
                        "--data",
                        data.toString(),
                        "--tools",
                        BenchTools.directory(home).toString()))
                .redirectErrorStream(true)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append(System.lineSeparator());
            Matcher url = URL.matcher(line);
            if (url.find()) {
                discard(output);
                return new LocalMillrace(process, data, URI.create(url.group()));
            }
        }
        Directories.delete(data);
        throw new BenchException("Millrace did not start:" + System.lineSeparator() + said);
    }

    /** A pipe that nobody reads would stop it some day. */
    private static void discard(BufferedReader output) {
        Thread reader = new Thread(() -> output.lines().forEach(line -> {}), "millrace-output");
        reader.setDaemon(true);
        reader.start();
    }

    URI url() {
        return url;
    }

    @Override
    public void close() {
        // By its handle: the process itself would also close the pipe under the thread that reads it.
        process.toHandle().destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.toHandle().destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            Directories.delete(data);
        } catch (IOException e) {
            throw new UncheckedIOException("The data could not be deleted from " + data, e);
        }
    }
}

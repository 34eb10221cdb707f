package dev.millrace.standalone.server;

import dev.millrace.model.node.StartException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/**
 * The Redis that a library brings with it, but started here: the library's own start stops it as soon as this process is
 * told to stop, and leaves it in the session of the terminal, so that Ctrl-C reaches it, too. It would be gone before those
 * who use it.
 */
final class LocalRedis implements AutoCloseable {
    private static final String READY = "Ready to accept connections";
    private static final long PATIENCE_SECONDS = 10;

    private final Process process;
    private final int port;

    private LocalRedis(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it, and waits until it answers. It keeps nothing.
     *
     * @param directory that its program is unpacked to
     * @throws StartException with what it said
     */
    static LocalRedis start(Path directory) {
        try {
            String program = ExecutableProvider.newJarResourceProvider(directory.toFile())
                    .get()
                    .toString();
            int port = freePort();
            Process process = new ProcessBuilder(command(program, port))
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            awaitReady(process);
            return new LocalRedis(process, port);
        } catch (IOException e) {
            throw new StartException("Redis did not start: " + e.getMessage());
        }
    }

    private static List<String> command(String program, int port) {
        return List.of(
                "setsid",
                program,
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no");
    }

    private static void awaitReady(Process process) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.contains(READY)) {
                discard(output);
                return;
            }
            said.append(System.lineSeparator()).append(line);
        }
        throw new IOException("it said" + said);
    }

    /** A pipe that nobody reads would stop it some day. */
    private static void discard(BufferedReader output) {
        Thread reader = new Thread(() -> output.lines().forEach(line -> {}), "redis-output");
        reader.setDaemon(true);
        reader.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    URI uri() {
        return URI.create("redis://127.0.0.1:" + port);
    }

    /** Ends it, with force when it takes too long. */
    @Override
    public void close() {
        // By its handle: the process itself would also close the pipe under the thread that reads it.
        process.toHandle().destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.toHandle().destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.toHandle().destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

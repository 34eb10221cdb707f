package dev.millrace.system.nodes.proxy;

import static dev.millrace.test.Eventually.eventually;

import dev.millrace.system.process.RunningProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A real nginx, with what Debian builds into it and nothing of its configuration. */
final class Nginx implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/nginx");

    private static final String CONFIGURATION = """
            daemon off;
            user root;
            worker_processes 1;
            pid %1$s/pid;
            error_log stderr;
            events {}
            http {
              access_log off;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
              %2$s
            }
            """;

    private final RunningProcess process;

    /**
     * Starts it.
     *
     * @param servers its {@code server} blocks, which listen on these ports
     */
    Nginx(Path directory, String servers, List<Integer> ports) throws IOException {
        Path file = Files.writeString(directory.resolve("nginx.conf"), CONFIGURATION.formatted(directory, servers));
        process = RunningProcess.start(
                "nginx",
                List.of(PROGRAM.toString(), "-c", file.toString(), "-p", directory.toString(), "-e", "stderr"),
                Map.of());
        ports.forEach(port -> eventually("nginx listens on " + port, () -> isListening(port)));
    }

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /** A port that nobody listens on now; nginx does not say which one it was given. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isListening(int port) {
        if (!process.isAlive()) {
            throw new AssertionError("nginx ended: " + process.output());
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        process.terminate();
        process.awaitExit();
        process.close();
    }
}

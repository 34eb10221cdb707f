package dev.millrace.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/** A Redis of the test's own: it can be stopped and started again on the same port, and frozen. */
public final class TestRedis implements AutoCloseable {
    private final int port = freePort();
    private final List<String> settings;
    private RedisServer server;
    private long frozen;

    public TestRedis() {
        this(List.of());
    }

    private TestRedis(List<String> settings) {
        this.settings = settings;
        this.server = start();
    }

    /** @param settings lines of a configuration file */
    public static TestRedis with(String... settings) {
        return new TestRedis(List.of(settings));
    }

    public static TestRedis replicaOf(TestRedis primary) {
        return with("replicaof 127.0.0.1 " + primary.port);
    }

    public int port() {
        return port;
    }

    /** @return {@code redis://localhost:port} */
    public String url() {
        return "redis://localhost:" + port;
    }

    /** Stops the server; connections to it break. */
    public void stop() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it again, empty, on the same port. */
    public void restart() {
        server = start();
    }

    /** Stops its process in its tracks: connections stay open, and nobody answers. */
    public void freeze() {
        frozen = pid();
        signal("STOP", frozen);
    }

    /** Lets it go on after {@link #freeze()}. */
    public void thaw() {
        signal("CONT", frozen);
    }

    private static void signal(String name, long pid) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private long pid() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("INFO server\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.lines()
                    .filter(line -> line.startsWith("process_id:"))
                    .mapToLong(line -> Long.parseLong(line.substring("process_id:".length())))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RedisServer start() {
        try {
            RedisServerBuilder builder =
                    RedisServer.newRedisServer().port(port).setting("save \"\"").setting("bind 127.0.0.1");
            settings.forEach(builder::setting);
            RedisServer started = builder.build();
            started.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}

package dev.millrace.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import redis.embedded.RedisSentinel;

/** A sentinel that decides alone, and soon, that the Redis which it watches is gone. */
public final class TestSentinel implements AutoCloseable {
    private static final String NAME = "mymaster";
    private static final int NOTICE_MILLIS = 500;

    private final int port = TestRedis.freePort();
    private final RedisSentinel server;

    /** @param primary which it knows as {@code mymaster} */
    public TestSentinel(TestRedis primary) {
        this.server = RedisSentinel.newRedisSentinel()
                .port(port)
                .bind("127.0.0.1")
                .masterName(NAME)
                .masterPort(primary.port())
                .quorumSize(1)
                .downAfterMilliseconds(NOTICE_MILLIS)
                .failOverTimeout(10L * NOTICE_MILLIS)
                .build();
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** Waits until it knows a replica that could take the primary's place. */
    public void awaitReplica() {
        // It looks for replicas every ten seconds, and asks each whether its link to the primary stands.
        Eventually.eventually(
                "the sentinel knows the replica",
                () -> ask("SENTINEL replicas " + NAME),
                answer -> answer.contains("master-link-status\r\n$2\r\nok"));
    }

    /** The port of the server that it holds for the primary. */
    public int primaryPort() {
        List<String> answer =
                ask("SENTINEL get-master-addr-by-name " + NAME).lines().toList();
        return Integer.parseInt(answer.get(4));
    }

    private String ask(String command) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

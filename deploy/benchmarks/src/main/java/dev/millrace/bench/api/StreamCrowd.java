package dev.millrace.bench.api;

import dev.millrace.bench.scenario.Clock;
import dev.millrace.bench.subject.BenchException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Many who follow the same stream of server-sent events, read by one thread. */
final class StreamCrowd implements AutoCloseable {
    private static final int BUFFER = 64 << 10;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Selector selector = Selector.open();
    private final List<SocketChannel> channels = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

    /** Connects them all, one after the other. */
    StreamCrowd(URI server, String path, int size) throws IOException {
        byte[] request = ("GET " + path + " HTTP/1.1\r\nHost: " + server.getAuthority()
                        + "\r\nAccept: text/event-stream\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < size; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
            channels.add(channel);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.write(ByteBuffer.wrap(request));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, new Watcher());
        }
    }

    /**
     * Reads until each has been told of the event.
     *
     * @param text which is in that event and in none before
     * @return when the last read it, in microseconds since 1970
     */
    long awaitAll(String text) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int waiting = channels.size();
        while (waiting > 0) {
            if (System.nanoTime() > deadline) {
                throw new BenchException(waiting + " of " + channels.size() + " streams were not told of " + text);
            }
            selector.select(PATIENCE.toMillis());
            for (SelectionKey key : selector.selectedKeys()) {
                waiting -= told(key, text) ? 1 : 0;
            }
            selector.selectedKeys().clear();
        }
        return Clock.micros();
    }

    /** Whether what is read now completes the text. */
    private boolean told(SelectionKey key, String text) throws IOException {
        Watcher watcher = (Watcher) key.attachment();
        boolean before = watcher.hasHeard(text);
        buffer.clear();
        if (((SocketChannel) key.channel()).read(buffer) < 0) {
            throw new BenchException("The server ended a stream before it told of " + text);
        }
        watcher.hear(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
        return !before && watcher.hasHeard(text);
    }

    /** What one has read so far. */
    private static final class Watcher {
        private final StringBuilder heard = new StringBuilder();

        void hear(CharSequence more) {
            heard.append(more);
        }

        boolean hasHeard(String text) {
            return heard.indexOf(text) >= 0;
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
        selector.close();
    }
}

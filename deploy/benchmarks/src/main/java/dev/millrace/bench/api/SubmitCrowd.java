package dev.millrace.bench.api;

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** Many who send a request now and then, whether earlier ones have been answered or not; played by one thread. */
final class SubmitCrowd implements AutoCloseable {
    private static final int BUFFER = 64 << 10;
    private static final int ACCEPTED = 202;
    private static final int STATUS_AT = 9;
    private static final String LENGTH = "content-length:";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Selector selector = Selector.open();
    private final List<SocketChannel> channels = new ArrayList<>();
    private final Deque<Member> idle = new ArrayDeque<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final byte[] request;
    private int busy;

    /** @param size connections: so many requests can be unanswered at a time */
    SubmitCrowd(URI server, byte[] request, int size) throws IOException {
        this.request = request;
        for (int i = 0; i < size; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
            channels.add(channel);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            Member member = new Member(channel);
            channel.register(selector, SelectionKey.OP_READ, member);
            idle.add(member);
        }
    }

    /**
     * What came of it.
     *
     * @param accepted milliseconds that each 202 took
     * @param refused milliseconds that each 429 or 503 with {@code Retry-After} took
     * @param unsent how many could not be sent because every connection waited for an answer
     */
    record Answers(List<Double> accepted, List<Double> refused, int unsent) {}

    /**
     * Sends at a rate, and waits for the last answers.
     *
     * @throws BenchException when one is answered in any other way, or not at all
     */
    Answers run(double perSecond, Duration length) throws IOException {
        Answers answers = new Answers(new ArrayList<>(), new ArrayList<>(), 0);
        int unsent = 0;
        int sent = 0;
        long began = System.nanoTime();
        long end = began + length.toNanos();
        for (long now = began; now < end; now = System.nanoTime()) {
            for (long due = (long) ((now - began) / 1e9 * perSecond); sent < due; sent++) {
                unsent += send() ? 0 : 1;
            }
            selector.select(1);
            read(answers);
        }
        while (busy > 0) {
            if (System.nanoTime() - end > PATIENCE.toNanos()) {
                throw new BenchException(busy + " requests were not answered within " + PATIENCE.toSeconds() + " s");
            }
            selector.select(PATIENCE.toMillis());
            read(answers);
        }
        return new Answers(answers.accepted(), answers.refused(), unsent);
    }

    private boolean send() throws IOException {
        Member member = idle.poll();
        if (member == null) {
            return false;
        }
        busy++;
        member.sent = System.nanoTime();
        member.channel.write(ByteBuffer.wrap(request));
        return true;
    }

    private void read(Answers answers) throws IOException {
        for (SelectionKey key : selector.selectedKeys()) {
            Member member = (Member) key.attachment();
            buffer.clear();
            if (member.channel.read(buffer) < 0) {
                throw new BenchException("The server hung up");
            }
            member.heard.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
            if (member.isAnswered()) {
                note(member, answers);
                busy--;
                idle.add(member);
            }
        }
        selector.selectedKeys().clear();
    }

    private static void note(Member member, Answers answers) {
        String answer = member.heard.toString();
        member.heard.setLength(0);
        double millis = (System.nanoTime() - member.sent) / 1e6;
        int status = Integer.parseInt(answer.substring(STATUS_AT, STATUS_AT + 3));
        boolean isRefusal = (status == 429 || status == 503) && answer.contains("\r\nRetry-After: ");
        if (status != ACCEPTED && !isRefusal) {
            throw new BenchException("The server answered " + answer);
        }
        (isRefusal ? answers.refused() : answers.accepted()).add(millis);
    }

    /** One of them, and what it has read of the answer. */
    private static final class Member {
        final SocketChannel channel;
        final StringBuilder heard = new StringBuilder();
        long sent;

        Member(SocketChannel channel) {
            this.channel = channel;
        }

        boolean isAnswered() {
            int body = heard.indexOf("\r\n\r\n") + 4;
            if (body < 4) {
                return false;
            }
            String head = heard.substring(0, body).toLowerCase(Locale.ROOT);
            int length = head.indexOf(LENGTH) + LENGTH.length();
            return heard.length()
                    >= body
                            + Integer.parseInt(head.substring(length, head.indexOf('\r', length))
                                    .strip());
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

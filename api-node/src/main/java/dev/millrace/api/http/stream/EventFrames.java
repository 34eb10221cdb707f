package dev.millrace.api.http.stream;

import dev.millrace.api.http.transfer.Budget;
import dev.millrace.api.http.transfer.Transfers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The bounded queue of bytes that one stream has still to send. Guarded by the stream's lock. */
final class EventFrames {
    static final int MAX_FRAMES = 1_000;
    static final int MAX_BYTES = 1 << 20;

    private final Queue<byte[]> frames = new ArrayDeque<>();
    private final Budget.Share share;
    private int bytes;

    /** @param transfers the memory budget of all answers; when it is used up, the queue counts as full */
    EventFrames(Transfers transfers) {
        this.share = transfers.budget().share();
    }

    /** @return false if the queue is full. The first frame may exceed MAX_BYTES, but not the budget. */
    boolean offer(byte[] frame) {
        if (!frames.isEmpty() && (frames.size() >= MAX_FRAMES || bytes + frame.length > MAX_BYTES)) {
            return false;
        }
        if (!share.hold(bytes + frame.length)) {
            return false;
        }
        frames.add(frame);
        bytes += frame.length;
        return true;
    }

    byte @Nullable [] poll() {
        byte @Nullable [] frame = frames.poll();
        if (frame != null) {
            bytes -= frame.length;
            share.hold(bytes);
        }
        return frame;
    }

    boolean isHalfFull() {
        return frames.size() > MAX_FRAMES / 2 || bytes > MAX_BYTES / 2;
    }

    void clear() {
        frames.clear();
        bytes = 0;
        share.close();
    }

    /** One event in the form of the HTML standard, § 9.2.6 (server-sent events). */
    static byte[] event(@Nullable String id, @Nullable String name, String data) {
        StringBuilder frame = new StringBuilder(data.length() + 64);
        if (id != null) {
            frame.append("id: ").append(oneLine(id)).append('\n');
        }
        if (name != null) {
            frame.append("event: ").append(oneLine(name)).append('\n');
        }
        for (String line : data.split("\r\n|\r|\n", -1)) {
            frame.append("data: ").append(line).append('\n');
        }
        return frame.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] comment(String text) {
        return (": " + oneLine(text) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String oneLine(String text) {
        if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0 || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("Only the data of an event may have lines");
        }
        return text;
    }
}

package dev.millrace.worker.runtime.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Cuts a stream of bytes into lines of text. {@code \n} and {@code \r\n} end a line; a {@code \r} elsewhere is text, as
 * progress bars write it. Malformed UTF-8 becomes U+FFFD, and so does NUL, which Postgres cannot store. Not thread-safe.
 */
public final class LineSplitter {
    private static final int FIRST_CAPACITY = 512;

    private final int limit;
    private final Lines lines;
    private byte[] pending = new byte[FIRST_CAPACITY];
    private int kept;
    /** Bytes of the unfinished line, the discarded ones included. */
    private long seen;

    /** Receives the lines. */
    @FunctionalInterface
    public interface Lines {
        /** @param bytes what the line keeps of the tool's output, before decoding */
        void line(String text, int bytes);
    }

    /** @param limit bytes of a line that are kept, 1 or more */
    public LineSplitter(int limit, Lines lines) {
        this.limit = limit;
        this.lines = lines;
    }

    /** Takes the next bytes; lines that end in them are delivered before this returns. */
    public void accept(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int start = offset;
        for (int i = offset; i < end; i++) {
            if (bytes[i] == '\n') {
                keep(bytes, start, i - start);
                deliver(true);
                start = i + 1;
            }
        }
        keep(bytes, start, end - start);
    }

    /** The stream has ended: a last line without a line end is delivered. */
    public void end() {
        if (seen > 0) {
            deliver(false);
        }
    }

    private void keep(byte[] bytes, int offset, int length) {
        seen += length;
        int room = Math.min(length, limit - kept);
        if (room <= 0) {
            return;
        }
        if (kept + room > pending.length) {
            pending = Arrays.copyOf(pending, Math.min(limit, Math.max(kept + room, pending.length * 2)));
        }
        System.arraycopy(bytes, offset, pending, kept, room);
        kept += room;
    }

    private void deliver(boolean ended) {
        boolean cut = seen > kept;
        int length = cut ? wholeCharacters() : kept;
        if (ended && !cut && length > 0 && pending[length - 1] == '\r') {
            length--;
        }
        String text = new String(pending, 0, length, UTF_8).replace('\0', '\uFFFD');
        long bytes = seen;
        kept = 0;
        seen = 0;
        lines.line(cut ? text + " … [line cut: " + bytes + " bytes]" : text, length);
    }

    /** The kept bytes without a character that the cut went through. */
    private int wholeCharacters() {
        int lead = kept - 1;
        while (lead > 0 && kept - lead < 4 && (pending[lead] & 0xC0) == 0x80) {
            lead--;
        }
        int first = pending[lead] & 0xFF;
        int needed = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
        return kept - lead < needed ? lead : kept;
    }
}

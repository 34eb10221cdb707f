package dev.millrace.api.dashboard;

import dev.millrace.api.http.stream.StreamedAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the text that JobRunr writes to a browser and sends its events through one of our streams. */
final class StreamedEvents extends OutputStream {
    private static final String END_OF_EVENT = "\n\n";

    private final StreamedAnswer stream;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    StreamedEvents(StreamedAnswer stream) {
        this.stream = stream;
    }

    StreamedAnswer stream() {
        return stream;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    /** @throws IOException if nobody reads any more, which ends JobRunr's exchange */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (!stream.isOpen()) {
            throw new IOException("The stream is closed");
        }
        written.write(bytes, offset, length);
    }

    /** JobRunr flushes after whole events only. */
    @Override
    public void flush() {
        String text = written.toString(StandardCharsets.UTF_8);
        written.reset();
        for (String event : text.split(END_OF_EVENT, -1)) {
            send(event);
        }
    }

    @Override
    public void close() {
        flush();
        stream.close();
    }

    private void send(String event) {
        @Nullable String name = null;
        List<String> data = new ArrayList<>();
        for (String line : event.split("\n", -1)) {
            if (line.startsWith("event: ")) {
                name = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                data.add(line.substring("data: ".length()));
            }
        }
        if (!data.isEmpty()) {
            stream.send(null, name, String.join("\n", data));
        }
    }
}

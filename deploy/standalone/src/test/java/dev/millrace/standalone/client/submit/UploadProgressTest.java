package dev.millrace.standalone.client.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.standalone.client.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class UploadProgressTest {
    private static final String ERASE = "\r\u001B[K";

    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

    @Test
    void aPerson_seesHowMuchIsSent_andThatItIsAllSent() {
        try (UploadProgress progress = progress(true, 4096)) {
            progress.sent(1024, false);
            progress.sent(4096, true);
        }

        assertEquals(
                ERASE + "Sending 1.0KiB of 4.0KiB, 25%" + ERASE + "Sent 4.0KiB, waiting for the answer" + ERASE,
                shown());
    }

    @Test
    void withoutALength_thereIsNoPercentage() {
        UploadProgress progress = progress(true, 0);

        progress.sent(2048, false);

        assertEquals(ERASE + "Sending 2.0KiB", shown());
    }

    @Test
    void aFile_getsNothing() {
        try (UploadProgress progress = progress(false, 4096)) {
            progress.sent(4096, true);
        }

        assertEquals("", shown());
    }

    private UploadProgress progress(boolean interactive, long total) {
        return new UploadProgress(
                new Terminal(
                        new PrintStream(stream, true, StandardCharsets.UTF_8), interactive, interactive, false, 80),
                total);
    }

    private String shown() {
        return stream.toString(StandardCharsets.UTF_8);
    }
}

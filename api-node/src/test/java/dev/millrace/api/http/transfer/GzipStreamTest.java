package dev.millrace.api.http.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipStreamTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 8 * 1024, 8 * 1024 + 1, 1_000_000})
    void stream_isReadBackByTheJdk(int length) throws IOException {
        byte[] plain = new byte[length];
        new Random(length).nextBytes(plain);
        for (int i = 0; i < length / 2; i++) {
            plain[i] = 'x';
        }
        try (InputStream gzip = new GzipStream(new ByteArrayInputStream(plain), 6)) {
            byte[] compressed = gzip.readAllBytes();
            assertArrayEquals(plain, new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes());
            assertEquals(-1, gzip.read());
        }
    }

    @Test
    void readingByteByByte_givesTheSame() throws IOException {
        byte[] plain = "line\n".repeat(1_000).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream gzip = new GzipStream(new ByteArrayInputStream(plain), 6)) {
            for (int octet = gzip.read(); octet >= 0; octet = gzip.read()) {
                bytes.write(octet);
            }
        }
        assertArrayEquals(plain, new GZIPInputStream(new ByteArrayInputStream(bytes.toByteArray())).readAllBytes());
    }

    @Test
    void closed_itGivesNothing_andClosesWhatItReads() throws IOException {
        boolean[] closed = new boolean[1];
        InputStream gzip = new GzipStream(
                new ByteArrayInputStream(new byte[100]) {
                    @Override
                    public void close() {
                        closed[0] = true;
                    }
                },
                6);
        gzip.close();
        assertEquals(true, closed[0]);
        assertEquals(-1, gzip.read());
    }
}

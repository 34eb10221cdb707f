package dev.millrace.standalone.client.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ByteSizesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0B",
        "1023, 1023B",
        "1024, 1.0KiB",
        "1434, 1.4KiB",
        "10188, 9.9KiB",
        "10189, 10KiB",
        "1048063, 1023KiB",
        "1048064, 1.0MiB",
        "67108864, 64MiB",
        "9223372036854775807, 8.0EiB"
    })
    void bytes_areRoundedToWhatFitsAColumn(long bytes, String text) {
        assertEquals(text, ByteSizes.rounded(bytes));
    }
}

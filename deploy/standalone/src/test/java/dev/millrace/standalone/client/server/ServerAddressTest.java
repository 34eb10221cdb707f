package dev.millrace.standalone.client.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.standalone.client.exit.ClientException;
import dev.millrace.standalone.client.exit.ExitStatus;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerAddressTest {
    private static final Map<String, String> SET = Map.of("MILLRACE_URL", "https://millrace.example/base//");

    @Test
    void theOption_winsOverTheVariable_andThatOverTheDefault() {
        assertEquals("http://other:1", ServerAddress.of("http://other:1/", SET).toString());
        assertEquals(
                "https://millrace.example/base", ServerAddress.of(null, SET).toString());
        assertEquals("http://127.0.0.1:8080", ServerAddress.of(null, Map.of()).toString());
        assertEquals(
                "http://127.0.0.1:8080",
                ServerAddress.of(null, Map.of("MILLRACE_URL", " ")).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8080", "ftp://host", "http://", "http://a b", "", "http://host?x=1"})
    void whatIsNoAddress_isAUsageErrorThatNamesItsSource(String text) {
        ClientException failure = assertThrows(ClientException.class, () -> ServerAddress.of(text, Map.of()));

        assertEquals(ExitStatus.USAGE, failure.status());
        assertTrue(String.valueOf(failure.getMessage()).startsWith("--url is no address"), failure.getMessage());
    }
}

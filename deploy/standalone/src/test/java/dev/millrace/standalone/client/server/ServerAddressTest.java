package dev.millrace.standalone.client.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.standalone.client.exit.ClientException;
import dev.millrace.standalone.client.exit.ExitStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerAddressTest {
    private static final Map<String, String> SET = Map.of("MILLRACE_URL", "https://millrace.example/base//");

    @Test
    void theOption_winsOverTheVariable_andThatOverTheDefault() {
        assertEquals(
                "http://other:1",
                ServerAddress.of("http://other:1/", SET).base().toString());
        assertEquals(
                "https://millrace.example/base",
                ServerAddress.of(null, SET).base().toString());
        assertEquals(
                "http://127.0.0.1:8080", ServerAddress.of(null, Map.of()).base().toString());
        assertEquals(
                "http://127.0.0.1:8080",
                ServerAddress.of(null, Map.of("MILLRACE_URL", " ")).base().toString());
    }

    @Test
    void userAndPassword_areKeptApart() {
        ServerAddress address = ServerAddress.of(" HTTPS://ann:p%40ss@[::1]:8443/millrace/ ", Map.of());

        assertEquals("https://[::1]:8443/millrace", address.base().toString());
        assertEquals("Basic YW5uOnBAc3M=", address.credentials().orElseThrow().header());
        assertFalse(address.toString().contains("p@ss"), address.toString());
    }

    /** Whether the server knows under which path it is reached or not. */
    @Test
    void aLink_isAddedToThePath_once() {
        ServerAddress address = ServerAddress.of("https://h/millrace", Map.of());

        for (String link : List.of("/api/v1/x?a=b", "/millrace/api/v1/x?a=b", "https://h/millrace/api/v1/x?a=b")) {
            assertEquals("https://h/millrace/api/v1/x?a=b", address.of(link));
        }
        assertEquals(
                "http://h:1/api/v1/x", ServerAddress.of("http://h:1", Map.of()).of("/api/v1/x"));
    }

    @Test
    void aWrongAddress_isNotShown_whereItMayHoldAPassword() {
        ClientException failure =
                assertThrows(ClientException.class, () -> ServerAddress.of("ftp://ann:secret@h", Map.of()));

        assertFalse(String.valueOf(failure.getMessage()).contains("secret"), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8080", "ftp://host", "http://", "http://a b", "", "http://host?x=1"})
    void whatIsNoAddress_isAUsageErrorThatNamesItsSource(String text) {
        ClientException failure = assertThrows(ClientException.class, () -> ServerAddress.of(text, Map.of()));

        assertEquals(ExitStatus.USAGE, failure.status());
        assertTrue(String.valueOf(failure.getMessage()).startsWith("--url is no address"), failure.getMessage());
    }
}

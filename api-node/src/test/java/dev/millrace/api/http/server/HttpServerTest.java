package dev.millrace.api.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpServerTest {
    @Test
    void portTaken_isSaidInOneLine() {
        try (TestServer first = new TestServer()) {
            int port = first.port();
            HttpServerException refused = assertThrows(
                    HttpServerException.class, () -> HttpServer.start(HttpSettings.of("127.0.0.1", port), List.of()));
            assertEquals(
                    "port " + port + " on 127.0.0.1 is taken by another program; choose another with MILLRACE_PORT or"
                            + " --port",
                    refused.getMessage());
        }
    }

    @Test
    void foreignAddress_isSaidInOneLine() {
        HttpServerException refused = assertThrows(
                HttpServerException.class, () -> HttpServer.start(HttpSettings.of("192.0.2.1", 0), List.of()));
        assertTrue(refused.getMessage().startsWith("cannot listen on port 0 of 192.0.2.1: "), refused.getMessage());
    }

    @Test
    void stopped_takesNoConnection() {
        TestServer server = new TestServer();
        int port = server.port();
        server.close();
        server.close();
        assertThrows(ConnectException.class, () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
    }
}

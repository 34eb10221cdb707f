package dev.millrace.standalone.client.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.millrace.standalone.client.exit.ClientException;
import dev.millrace.standalone.client.exit.ExitStatus;
import dev.millrace.standalone.client.json.ExactJson;
import dev.millrace.standalone.client.network.Connection;
import dev.millrace.test.AtOnce;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies between the client and a Millrace: prefixes, passwords, proxies, certificates, and servers that are something else. */
final class MillraceServerTest {
    private static final char[] STORE_PASSWORD = "changeit".toCharArray();

    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    /** A server that answers everything alike. */
    private int serve(HttpServer server, int status, Map<String, String> headers, String body) {
        server.createContext("/", exchange -> answer(exchange, status, headers, body));
        server.start();
        servers.add(server);
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange, int status, Map<String, String> headers, String body)
            throws IOException {
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Authorization"));
        exchange.getRequestBody().readAllBytes();
        headers.forEach(exchange.getResponseHeaders()::add);
        exchange.sendResponseHeaders(status, body.length());
        exchange.getResponseBody().write(body.getBytes(UTF_8));
        exchange.close();
    }

    private int serve(int status, Map<String, String> headers, String body) throws IOException {
        return serve(HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0), status, headers, body);
    }

    private static String get(String url, Map<String, String> environment) {
        ServerAddress address = ServerAddress.of(url, environment);
        MillraceServer server = new MillraceServer(address, Connection.to(address.base(), null, environment));
        return ExactJson.compact(server.get(RequestPath.of("jobs", "1")));
    }

    private static String failure(String url, Map<String, String> environment) {
        ClientException failure = assertThrows(ClientException.class, () -> get(url, environment));
        assertEquals(ExitStatus.SERVER, failure.status());
        assertFalse(String.valueOf(failure.getMessage()).contains("secret"), failure.getMessage());
        return String.valueOf(failure.getMessage());
    }

    @Test
    void aPrefixAndAPassword_areSent_andDigitsComeBackAsTheyWere() throws Exception {
        int port = serve(200, Map.of(), "{\"e\":1e400,\"p\":19.90}");

        assertEquals("{\"e\":1e400,\"p\":19.90}", get("http://ann:p%40ss@127.0.0.1:" + port + "/millrace/", Map.of()));
        assertEquals(List.of("GET /millrace/api/v1/jobs/1 Basic YW5uOnBAc3M="), asked);
    }

    @Test
    void anAddressOfVersion6_isReached() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("::1"), 0), 0);

        assertEquals("{}", get("http://[::1]:" + serve(server, 200, Map.of(), "{}"), Map.of()));
    }

    @Test
    void whatIsNotMillrace_isNamedAsWhatItIs() throws Exception {
        String moved = "http://127.0.0.1:" + serve(308, Map.of("Location", "https://h/"), "");
        assertEquals(
                moved + " sends elsewhere, to https://h/; set MILLRACE_URL to where Millrace is now",
                failure(moved, Map.of()));
        String page = "http://127.0.0.1:" + serve(200, Map.of(), "<html>");
        assertEquals("What answers at " + page + " does not talk like Millrace", failure(page, Map.of()));
        String gate = "http://ann:secret@127.0.0.1:" + serve(401, Map.of(), "<html>");
        assertTrue(failure(gate, Map.of()).contains("asks for a user and a password"));
        assertTrue(failure("http://no.invalid", Map.of()).contains("(unknown host)"));
    }

    @Test
    void aServerWithoutTls_isToldFromOneWithAWrongCertificate() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            AtOnce.start(() -> answerWithoutTls(plain));
            String failure = failure("https://127.0.0.1:" + plain.getLocalPort(), Map.of());

            assertTrue(failure.startsWith("No TLS with https://127.0.0.1"), failure);
        }
    }

    private static byte[] answerWithoutTls(ServerSocket plain) {
        try (Socket socket = plain.accept()) {
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
            return socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aProxy_isAsked_andNamedWhenItDoesNotAnswer() throws Exception {
        int proxy = serve(200, Map.of(), "{\"from\":\"proxy\"}");

        assertEquals("{\"from\":\"proxy\"}", get("http://no.invalid/x", Map.of("HTTP_PROXY", "127.0.0.1:" + proxy)));
        assertEquals(List.of("GET http://no.invalid/x/api/v1/jobs/1 null"), asked);
        servers.forEach(server -> server.stop(0));
        String failure = failure("http://no.invalid", Map.of("http_proxy", "http://ann:secret@127.0.0.1:" + proxy));
        assertTrue(failure.contains("through the proxy http://127.0.0.1:" + proxy), failure);
    }

    @Test
    void aCertificateOfOnesOwn_isTrusted_onceItsFileIsNamed() throws Exception {
        Path store = directory.resolve("store");
        keytool(store, "-genkeypair", "-keyalg", "EC", "-dname", "CN=h", "-ext", "SAN=ip:127.0.0.1");
        Path pem = directory.resolve("ca.pem");
        keytool(store, "-exportcert", "-rfc", "-file", pem.toString());
        HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(store)));
        String url = "https://127.0.0.1:" + serve(server, 200, Map.of(), "{}");

        assertEquals("{}", get(url, Map.of("MILLRACE_CA_FILE", pem.toString())));
        String failure = failure(url, Map.of());
        assertTrue(failure.startsWith("The certificate of " + url + " is not trusted ("), failure);
        assertTrue(failure.endsWith("with --ca-file or MILLRACE_CA_FILE"), failure);
        String otherName = failure(url.replace("127.0.0.1", "localhost"), Map.of("MILLRACE_CA_FILE", pem.toString()));
        assertTrue(otherName.contains("localhost"), otherName);
    }

    private static void keytool(Path store, String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "h", "-keystore", store.toString(), "-storepass", new String(STORE_PASSWORD)));
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    }

    private static SSLContext context(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(store)) {
            keys.load(stream, STORE_PASSWORD);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, STORE_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }
}

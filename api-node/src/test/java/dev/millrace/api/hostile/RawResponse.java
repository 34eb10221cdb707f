package dev.millrace.api.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** What came back over a connection until it was closed, or up to the beginning of an event stream. */
record RawResponse(String head, String body) {
    /** There for a node that hangs, not for a slow machine. */
    private static final int LIMIT_MILLIS = 20_000;

    /** @throws java.net.SocketTimeoutException when nothing came for 20 s */
    static RawResponse to(RawRequest request, int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(LIMIT_MILLIS);
            try {
                OutputStream out = socket.getOutputStream();
                out.write(request.bytes());
                out.flush();
                socket.shutdownOutput();
            } catch (SocketException refusedEarly) {
                // The answer came before the request was through.
            }
            return read(socket.getInputStream());
        }
    }

    private static RawResponse read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            byte[] buffer = new byte[65_536];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                bytes.write(buffer, 0, count);
                if (of(bytes).isEventStream()) {
                    break;
                }
            }
        } catch (SocketException hungUp) {
            // What has come until then is the answer.
        }
        return of(bytes);
    }

    private static RawResponse of(ByteArrayOutputStream bytes) {
        // An interim answer says that the body may come.
        String text = bytes.toString(StandardCharsets.UTF_8).replaceFirst("^HTTP/1.1 100 Continue\r\n\r\n", "");
        int end = text.indexOf("\r\n\r\n");
        return end < 0 ? new RawResponse(text, "") : new RawResponse(text.substring(0, end), text.substring(end + 4));
    }

    boolean isEmpty() {
        return head.isEmpty();
    }

    int status() {
        return Integer.parseInt(head.substring(9, 12));
    }

    boolean isEventStream() {
        return header("content-type")
                .filter(type -> type.equals("text/event-stream"))
                .isPresent();
    }

    Optional<String> header(String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    /** The body of a problem, which is too small to come in more than one chunk. */
    String problem() {
        return header("transfer-encoding").isPresent()
                ? body.replaceAll("(?s)^[0-9a-fA-F]+\r\n|\r\n0\r\n\r\n$", "")
                : body;
    }
}

package dev.millrace.bench.api;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A connection that is kept open for one request after the other. It does as little as can be: what it takes of the
 * processors, the server lacks.
 */
final class RawConnection implements AutoCloseable {
    private static final int BUFFER = 64 << 10;
    private static final int LONGEST_LINE = 8 << 10;

    private final Socket socket;
    private final InputStream input;
    private final OutputStream output;

    RawConnection(URI server) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
        input = new BufferedInputStream(socket.getInputStream(), BUFFER);
        output = socket.getOutputStream();
    }

    /** The bytes of a request. */
    static byte[] request(String method, URI server, String path, String contentType, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\n"
                + "Accept: application/json\r\nContent-Type: " + contentType + "\r\nContent-Length: " + content.length
                + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] get(URI server, String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\nAccept: application/json\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Sends a request and passes over the answer.
     *
     * @return the status
     */
    int exchange(byte[] request) throws IOException {
        output.write(request);
        int status = Integer.parseInt(line().substring(9, 12));
        long length = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(15).strip());
            }
            chunked |= lower.startsWith("transfer-encoding: chunked");
        }
        if (chunked) {
            skipChunks();
        } else {
            input.skipNBytes(length);
        }
        return status;
    }

    private void skipChunks() throws IOException {
        long size;
        do {
            size = Long.parseLong(line(), 16);
            input.skipNBytes(size);
            line();
        } while (size > 0);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0 || line.length() > LONGEST_LINE) {
                throw new EOFException("The server hung up");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

package dev.millrace.api.http.transfer;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.ee10.servlet.HttpOutput;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.jspecify.annotations.Nullable;

/** The connection below a request: what the servlet API can do only with a waiting thread, or not at all. */
public final class Connections {
    /**
     * Bytes of an answer that the operating system buffers for a client. It takes a shorter answer at once. By default
     * it buffers megabytes for each client that does not read.
     */
    public static final int SEND_BUFFER = 256 * 1024;

    private Connections() {}

    /** Jetty's own request; its body can be read without a waiting thread. */
    public static Request request(HttpServletRequest request) {
        return ServletContextRequest.getServletContextRequest(request);
    }

    /**
     * Sends the whole content of an answer without a waiting thread.
     *
     * @return complete already if the system took all bytes; completes also if the client is gone
     */
    public static CompletableFuture<@Nullable Void> send(HttpServletResponse response, byte[] content) {
        CompletableFuture<@Nullable Void> sent = new CompletableFuture<>();
        Callback callback = Callback.from(
                InvocationType.NON_BLOCKING, () -> sent.complete(null), clientIsGone -> sent.complete(null));
        try {
            ((HttpOutput) response.getOutputStream()).sendContent(ByteBuffer.wrap(content), callback);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
        return sent;
    }

    /** Closes the connection at once, so that the caller cannot take a part for the whole answer. */
    public static void abort(HttpServletRequest request) {
        request(request).getConnectionMetaData().getConnection().getEndPoint().close();
    }
}

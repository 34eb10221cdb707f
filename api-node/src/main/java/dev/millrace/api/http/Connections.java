package dev.millrace.api.http;

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
final class Connections {
    private Connections() {}

    /** Jetty's own request; its body can be read without a waiting thread. */
    static Request request(HttpServletRequest request) {
        return ServletContextRequest.getServletContextRequest(request);
    }

    /**
     * Sends the whole content of an answer without a waiting thread.
     *
     * @return complete already if the system took all bytes; completes also if the client is gone
     */
    static CompletableFuture<@Nullable Void> send(HttpServletResponse response, byte[] content) {
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
    static void abort(HttpServletRequest request) {
        request(request).getConnectionMetaData().getConnection().getEndPoint().close();
    }
}

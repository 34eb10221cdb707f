package dev.millrace.api.http;

import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;

/** What is below a request: what its servlet can do only with a thread that waits, or not at all. */
final class Connections {
    private Connections() {}

    /** The request as Jetty has it, to read its body from. */
    static Request request(HttpServletRequest request) {
        return ServletContextRequest.getServletContextRequest(request);
    }

    /** Closes the connection at once, so that the caller cannot take what it has for the whole answer. */
    static void abort(HttpServletRequest request) {
        request(request).getConnectionMetaData().getConnection().getEndPoint().close();
    }
}

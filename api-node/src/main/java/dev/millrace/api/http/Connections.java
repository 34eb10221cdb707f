package dev.millrace.api.http;

import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** The connection under a request, for the one thing HTTP has no word for: breaking off. */
final class Connections {
    private Connections() {}

    /** Closes the connection at once, so that the caller cannot take what it has for the whole answer. */
    static void abort(HttpServletRequest request) {
        ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .close();
    }
}

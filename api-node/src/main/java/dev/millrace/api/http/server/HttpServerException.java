package dev.millrace.api.http.server;

/** The server cannot listen; the message is one line for the person who started it. */
public final class HttpServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HttpServerException(String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.millrace.standalone.client.server;

import dev.millrace.standalone.client.exit.ClientException;
import dev.millrace.standalone.client.exit.ExitStatus;

/** The server answered, and the answer is no. */
public final class RefusedException extends ClientException {
    private static final long serialVersionUID = 1L;

    private final int httpStatus;
    private final String code;

    RefusedException(int httpStatus, String code, String message) {
        super(ExitStatus.SERVER, message);
        this.httpStatus = httpStatus;
        this.code = code;
    }

    public int httpStatus() {
        return httpStatus;
    }

    /** The API's error code, such as {@code INVALID_PARAMETERS}; empty when the answer was not Millrace's. */
    public String code() {
        return code;
    }
}

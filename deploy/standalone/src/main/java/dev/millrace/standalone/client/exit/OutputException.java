package dev.millrace.standalone.client.exit;

import java.io.IOException;

/** Standard output cannot be written: nothing more that the command does would reach anybody. */
public final class OutputException extends ClientException {
    private static final long serialVersionUID = 1L;

    private OutputException(ExitStatus status, String message) {
        super(status, message);
    }

    public static OutputException of(IOException failure) {
        String reason = String.valueOf(failure.getMessage());
        return new OutputException(
                reason.equals("Broken pipe") ? ExitStatus.BROKEN_PIPE : ExitStatus.OUTPUT,
                "Cannot write to standard output (" + reason + ")");
    }
}

package dev.millrace.standalone.client.exit;

/** A command that could not be done. The message is what the person at the keyboard reads: what, where, what to do. */
public class ClientException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitStatus status;

    public ClientException(ExitStatus status, String message) {
        super(message);
        this.status = status;
    }

    public final ExitStatus status() {
        return status;
    }

    /** A command line that is well formed but cannot be meant. */
    public static ClientException usage(String message) {
        return new ClientException(ExitStatus.USAGE, message);
    }
}

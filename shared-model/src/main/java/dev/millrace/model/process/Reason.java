package dev.millrace.model.process;

import dev.millrace.model.file.FileTrouble;
import java.nio.file.FileSystemException;

/** Why something with a file went wrong, in words. The message of Java's own exceptions is often the bare path. */
public final class Reason {
    private static final String NO_ROOM =
            " (see -Xmx, and the limits of this user and its container: ulimit -u, ulimit -v, pids_limit)";

    private Reason() {}

    /** One line, with the path first where there is one. */
    public static String of(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            return failure.getMessage() + NO_ROOM;
        }
        if (failure instanceof Error) {
            return failure.toString();
        }
        if (failure instanceof FileSystemException of && of.getFile() != null && of.getReason() == null) {
            return of.getFile() + ": " + FileTrouble.reason(of);
        }
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}

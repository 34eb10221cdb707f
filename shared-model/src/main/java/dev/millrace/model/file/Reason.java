package dev.millrace.model.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why something went wrong, in words. The message of Java's own exceptions of files is often the bare path. */
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
            return of.getFile() + ": " + withoutPath(of);
        }
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }

    /** The reason without the path, to stand behind a colon: {@code permission denied}. */
    public static String withoutPath(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return "it is not there";
        }
        if (failure instanceof NotDirectoryException) {
            return "it is not a directory";
        }
        if (failure instanceof FileSystemLoopException) {
            return "its links lead in a circle";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "it exists already, and is no directory";
        }
        if (failure instanceof DirectoryNotEmptyException) {
            return "it is not empty";
        }
        if (failure instanceof FileSystemException known && known.getReason() != null) {
            return lowerCase(known.getReason());
        }
        return lowerCase(failure.getMessage());
    }

    private static String lowerCase(@Nullable String reason) {
        return reason == null || reason.isEmpty()
                ? "the system gives no reason"
                : reason.substring(0, 1).toLowerCase(Locale.ROOT) + reason.substring(1);
    }
}

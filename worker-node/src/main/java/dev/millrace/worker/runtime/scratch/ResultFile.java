package dev.millrace.worker.runtime.scratch;

import dev.millrace.model.attempt.FailureCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.file.Reason;
import dev.millrace.model.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import tools.jackson.databind.JsonNode;

/** Reads the document that a tool left in {@code $MILLRACE_RESULT}. */
public final class ResultFile {
    private ResultFile() {}

    /** What was found. */
    public sealed interface Reading {}

    /** The tool left no result, which is no failure. */
    public record Absent() implements Reading {}

    /** @param json with the digits of its numbers as they were written */
    public record Document(JsonNode json) implements Reading {}

    /** @param code {@link FailureCode#INVALID_RESULT} or {@link FailureCode#LIMIT_EXCEEDED} */
    public record Rejected(FailureCode code, String message) implements Reading {}

    /**
     * Reads the file once the tool has ended. A link, a pipe or anything else that is no regular file is rejected
     * unopened.
     *
     * @param maxBytes largest document accepted
     */
    public static Reading read(Path file, int maxBytes) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) {
                return invalid("$MILLRACE_RESULT is not a regular file.");
            }
            byte[] bytes = atMost(file, maxBytes + 1L);
            if (bytes.length > maxBytes) {
                return new Rejected(
                        FailureCode.LIMIT_EXCEEDED,
                        "The result has " + attributes.size() + " bytes; " + maxBytes + " are allowed.");
            }
            return parse(bytes);
        } catch (NoSuchFileException e) {
            return new Absent();
        } catch (IOException e) {
            return invalid("$MILLRACE_RESULT cannot be read: " + Reason.withoutPath(e) + ".");
        }
    }

    private static byte[] atMost(Path file, long bytes) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes((int) Math.min(bytes, Integer.MAX_VALUE));
        }
    }

    private static Reading parse(byte[] bytes) {
        try {
            return new Document(Json.readWithControls(bytes));
        } catch (MillraceException e) {
            return invalid("$MILLRACE_RESULT cannot be taken. " + e.getMessage());
        }
    }

    private static Rejected invalid(String message) {
        return new Rejected(FailureCode.INVALID_RESULT, message);
    }
}

package dev.millrace.worker.runtime.scratch;

import dev.millrace.model.job.FailureCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the document that a tool left in {@code $MILLRACE_RESULT}. */
public final class ResultFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private ResultFile() {}

    /** What was found. */
    public sealed interface Reading {}

    /** The tool left no result, which is no failure. */
    public record Absent() implements Reading {}

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
            return invalid("$MILLRACE_RESULT cannot be read: " + e.getMessage());
        }
    }

    private static byte[] atMost(Path file, long bytes) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes((int) Math.min(bytes, Integer.MAX_VALUE));
        }
    }

    private static Reading parse(byte[] bytes) {
        try {
            JsonNode json = JSON.readTree(bytes);
            return json.isMissingNode() ? invalid("The result is empty, not JSON.") : new Document(json);
        } catch (JacksonException e) {
            return invalid("The result is not JSON: " + e.getOriginalMessage());
        }
    }

    private static Rejected invalid(String message) {
        return new Rejected(FailureCode.INVALID_RESULT, message);
    }
}

package dev.millrace.api.rest.artifacts;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a file that a {@code Range} header asks for (RFC 9110, 14). Several parts at once, other units and what is
 * no range at all are answered with the whole file, as the standard allows.
 *
 * @param first byte, from 0
 * @param length in bytes, 1 or more
 */
record ByteRange(long first, long length) {
    private static final Pattern FORM = Pattern.compile("bytes=[ \t]*([0-9]*)-([0-9]*)[ \t]*");

    /** Of a position that surely fits. */
    private static final int DIGITS = 18;

    /**
     * Reads the header.
     *
     * @param size of the file
     * @return empty where the whole file is meant
     * @throws MillraceException {@code RANGE_NOT_SATISFIABLE} if the file has no byte of it
     */
    static Optional<ByteRange> of(@Nullable String header, long size) {
        Matcher form = FORM.matcher(header == null ? "" : header);
        if (!form.matches() || (form.group(1).isEmpty() && form.group(2).isEmpty())) {
            return Optional.empty();
        }
        boolean isSuffix = form.group(1).isEmpty();
        long last = isSuffix || form.group(2).isEmpty() ? size - 1 : position(form.group(2));
        long first = isSuffix ? size - Math.min(size, position(form.group(2))) : position(form.group(1));
        if (!isSuffix && last < first && !form.group(2).isEmpty()) {
            return Optional.empty();
        }
        if (first >= size) {
            throw new MillraceException(
                    ErrorCode.RANGE_NOT_SATISFIABLE, "The artifact has " + size + " bytes, and none of this range.");
        }
        return Optional.of(new ByteRange(first, Math.min(last, size - 1) - first + 1));
    }

    /** Whatever no file reaches is as far as the next. */
    private static long position(String digits) {
        return digits.length() > DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    /** As {@code Content-Range} says it. */
    String text(long size) {
        return "bytes " + first + "-" + (first + length - 1) + "/" + size;
    }
}

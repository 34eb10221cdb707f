package dev.millrace.api.http.request;

import io.javalin.http.Context;
import java.util.List;
import org.eclipse.jetty.http.QuotedQualityCSV;

/** Chooses the form of an answer by the Accept header (RFC 9110, § 12.5.1). */
public final class Accept {
    private Accept() {}

    /** The offered media type that the caller prefers; the first one without a header or without a match. */
    public static String favourite(Context ctx, String... offered) {
        for (String range : ranges(RequestHeaders.all(ctx, "Accept"))) {
            for (String type : List.of(offered)) {
                if (covers(range, type)) {
                    return type;
                }
            }
        }
        return offered[0];
    }

    /**
     * The accepted types, the best first. None for a header that cannot be read: that is no reason to refuse an answer.
     */
    private static List<String> ranges(List<String> header) {
        QuotedQualityCSV accepted = new QuotedQualityCSV(QuotedQualityCSV.MOST_SPECIFIC_MIME_ORDERING);
        try {
            header.forEach(accepted::addValue);
            return accepted.getValues();
        } catch (IllegalArgumentException unreadable) {
            return List.of();
        }
    }

    private static boolean covers(String range, String type) {
        String bare = range.split(";", 2)[0].strip();
        return bare.equals("*/*")
                || bare.equalsIgnoreCase(type)
                || (bare.endsWith("/*") && type.startsWith(bare.substring(0, bare.length() - 1)));
    }
}

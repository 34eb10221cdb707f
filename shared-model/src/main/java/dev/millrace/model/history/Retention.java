package dev.millrace.model.history;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;

/**
 * How long a job is kept after its end, with all that belongs to it.
 *
 * @param usual where a tool says nothing else
 * @param ofTools where it does, by the tool's name
 */
public record Retention(Duration usual, Map<String, Duration> ofTools) {
    public static final Duration USUAL = Duration.ofDays(30);
    public static final Duration SHORTEST = Duration.ofHours(1);
    public static final Duration LONGEST = Duration.ofDays(3_650);

    /** Fine enough to drop history soon after its time, and few enough for a look through all of them to be cheap. */
    private static final int SLICES = 8;

    public Retention {
        ofTools = Map.copyOf(ofTools);
    }

    /** The time that one slice of the history holds: at most an eighth of the usual retention longer is it kept. */
    public Duration slice() {
        return usual.dividedBy(SLICES);
    }

    /** Before this age no slice can be due. */
    Duration shortest() {
        Duration ofTool = ofTools.isEmpty() ? usual : Collections.min(ofTools.values());
        return ofTool.compareTo(usual) < 0 ? ofTool : usual;
    }
}

package dev.millrace.worker.runtime.output;

/**
 * How much of an attempt's output is kept.
 *
 * @param lineBytes longest line; the rest of a longer one is cut
 * @param totalBytes of all lines of an attempt together
 * @param totalLines so that a flood of empty lines is bounded too
 */
public record OutputLimits(int lineBytes, long totalBytes, long totalLines) {
    /** 64 KiB a line, 64 MiB and a million lines an attempt. */
    public static final OutputLimits DEFAULT = new OutputLimits(64 << 10, 64L << 20, 1_000_000);

    public OutputLimits {
        if (lineBytes < 1 || totalBytes < 0 || totalLines < 0) {
            throw new IllegalArgumentException("Limits below zero, or a line limit of zero");
        }
    }
}

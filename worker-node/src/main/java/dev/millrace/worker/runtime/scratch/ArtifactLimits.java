package dev.millrace.worker.runtime.scratch;

/**
 * How much an attempt may leave behind.
 *
 * @param files 0 or more
 * @param bytes of all files together, 0 or more
 */
public record ArtifactLimits(int files, long bytes) {
    /** 1,000 files of 1 GiB together. */
    public static final ArtifactLimits DEFAULT = new ArtifactLimits(1_000, 1L << 30);
}

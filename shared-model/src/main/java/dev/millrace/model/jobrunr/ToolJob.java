package dev.millrace.model.jobrunr;

/** What JobRunr's rows name as the code to run. Millrace's worker runs the tool itself and never calls it. */
public interface ToolJob {
    /** As JobRunr writes it; {@code jobrunr_signature()} of the schema says the same. */
    String SIGNATURE = ToolJob.class.getName() + ".run(java.lang.String)";

    void run(String tool);
}

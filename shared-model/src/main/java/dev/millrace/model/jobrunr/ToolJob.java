package dev.millrace.model.jobrunr;

/** What JobRunr's rows name as the code to run. Millrace's worker runs the tool itself and never calls it. */
public interface ToolJob {
    void run(String tool);
}

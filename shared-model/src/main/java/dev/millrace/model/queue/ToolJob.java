package dev.millrace.model.queue;

/** What JobRunr's rows name as the code to run. Millrace's worker runs the tool itself and never calls it. */
public interface ToolJob {
    void run(String tool);
}

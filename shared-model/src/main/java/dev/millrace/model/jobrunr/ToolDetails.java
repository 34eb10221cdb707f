package dev.millrace.model.jobrunr;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.JobParameter;

/** What JobRunr knows of what a tool's job runs: the same for all jobs of a tool, and as its rows have it. */
public final class ToolDetails extends JobDetails {
    private static final Map<String, ToolDetails> OF_TOOLS = new ConcurrentHashMap<>();

    private ToolDetails(String tool) {
        super(ToolJob.class.getName(), null, "run", List.of(new JobParameter(String.class.getName(), tool)));
        setCacheable(true);
    }

    public static JobDetails of(String tool) {
        return OF_TOOLS.computeIfAbsent(tool, ToolDetails::new);
    }

    /** JobRunr asks for each job, in order to look for annotations. */
    @Override
    public Class<?>[] getJobParameterTypes() {
        return new Class<?>[] {String.class};
    }
}

package dev.millrace.drills.history;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * All that is known about some jobs afterwards.
 *
 * @param accepted the ids that callers were given
 * @param listed the ids of all jobs of these callers that the API lists
 * @param jobs what the API tells of the accepted jobs, by id; those that it does not know are missing
 * @param runs what the tools wrote, by job
 */
public record History(
        Collection<String> accepted,
        Collection<String> listed,
        Map<String, JobRecord> jobs,
        Map<String, List<Run>> runs) {
    public List<Run> runsOf(String job) {
        return runs.getOrDefault(job, List.of());
    }
}

import dev.millrace.client.ApiClient;
import dev.millrace.client.ApiException;
import dev.millrace.client.api.JobsApi;
import dev.millrace.client.api.OutputApi;
import dev.millrace.client.model.Artifact;
import dev.millrace.client.model.BulkAccepted;
import dev.millrace.client.model.Job;
import dev.millrace.client.model.JobState;
import dev.millrace.client.model.JobWithAttempts;
import dev.millrace.client.model.LogLine;
import dev.millrace.client.model.Priority;
import dev.millrace.client.model.Submission;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** Submits a job, waits for its end, and shows what it left. Arguments: the node's address and a directory. */
public final class RunOneJob {
    private RunOneJob() {}

    public static void main(String[] arguments) throws Exception {
        ApiClient node = new ApiClient();
        node.updateBaseUri(arguments[0]);
        JobsApi jobs = new JobsApi(node);
        OutputApi output = new OutputApi(node);

        Submission submission = new Submission()
                .tool("build-graph")
                .parameters(Map.of("root", arguments[1]))
                .priority(Priority.HIGH)
                .labels(Map.of("client", "java"));
        Job submitted = jobs.submitJob(submission, null);
        JobWithAttempts ended = jobs.getJob(submitted.getId(), "60s");
        System.out.println("state " + ended.getState() + ", attempts " + ended.getAttempts().size());

        List<LogLine> log = output.getLogs(ended.getId(), null, null, null, null, null).getItems();
        System.out.println("log " + log.get(log.size() - 1).getText());
        Map<?, ?> result = (Map<?, ?>) output.getResult(ended.getId());
        System.out.println("pages " + result.get("pages"));
        for (Artifact artifact : output.listArtifacts(ended.getId()).getItems()) {
            // The whole file: no range, and whatever is there.
            long bytes = Files.size(output.getArtifact(ended.getId(), artifact.getName(), null, null, null)
                    .toPath());
            System.out.println("artifact " + artifact.getName() + ", " + (bytes == artifact.getBytes() ? "whole" : "cut"));
        }

        List<Job> listed = jobs.listJobs(
                        List.of(JobState.SUCCEEDED), "build-graph", null, List.of("client:java"), null, 1, null)
                .getItems();
        System.out.println("listed " + listed.get(0).getId().equals(ended.getId()));
        BulkAccepted bulk = jobs.submitJobs(List.of(submission, submission), null);
        System.out.println("accepted " + bulk.getAccepted());
        try {
            jobs.submitJob(new Submission().tool("build-graph"), null);
        } catch (ApiException refused) {
            System.out.println("refused " + refused.getCode());
        }
    }
}

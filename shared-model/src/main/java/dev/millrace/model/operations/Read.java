package dev.millrace.model.operations;

import dev.millrace.model.artifact.ArtifactStore;
import dev.millrace.model.attempt.Artifact;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobWithAttempts;
import dev.millrace.model.lookup.JobFilter;
import dev.millrace.model.lookup.JobReader;
import dev.millrace.model.lookup.JobSearch;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Reads jobs, and what they left. */
public final class Read {
    private final JobReader jobs;
    private final JobSearch search;
    private final ArtifactStore files;

    public Read(JobReader jobs, JobSearch search, ArtifactStore files) {
        this.jobs = jobs;
        this.search = search;
        this.files = files;
    }

    /** An artifact and its content, which the receiver closes. */
    public record OpenArtifact(Artifact artifact, InputStream content) {}

    /** @throws MillraceException {@code NOT_FOUND} */
    public Job job(UUID id, Caller caller) {
        return jobs.get(id);
    }

    /**
     * The job and its attempts, both as of one moment after the call began.
     *
     * @throws MillraceException {@code NOT_FOUND}
     */
    public JobWithAttempts withAttempts(UUID id, Caller caller) {
        return jobs.withAttempts(id);
    }

    /**
     * The jobs that match, newest first.
     *
     * @throws MillraceException {@code UNAVAILABLE} when the search takes too long, or others search all jobs
     */
    public JobSearch.Found list(JobFilter.Page page, Caller caller) {
        return search.list(page);
    }

    /**
     * The result of a job, as JSON text.
     *
     * @throws MillraceException {@code NOT_FOUND} when there is no such job, or none of its attempts returned a result
     */
    public String result(UUID id, Caller caller) {
        Job job = job(id, caller);
        return jobs.result(id)
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.NOT_FOUND, "Job " + id + " has no result; it is " + job.state() + "."));
    }

    /**
     * The artifacts of a job by name. A later attempt's artifact hides an earlier one's.
     *
     * @throws MillraceException {@code NOT_FOUND} when there is no such job
     */
    public Map<String, Artifact> artifacts(UUID id, Caller caller) {
        Job job = job(id, caller);
        Map<String, Artifact> artifacts = new LinkedHashMap<>();
        jobs.artifacts(job.id()).forEach(artifact -> artifacts.put(artifact.name(), artifact));
        return artifacts;
    }

    /**
     * Opens an artifact.
     *
     * @throws MillraceException {@code NOT_FOUND} when there is no such job, or it has no such artifact
     */
    public OpenArtifact artifact(UUID id, String name, Caller caller) throws IOException {
        Artifact artifact = artifacts(id, caller).get(name);
        InputStream content = artifact == null
                ? null
                : files.open(id, artifact.attempt(), name).orElse(null);
        if (artifact == null || content == null) {
            throw new MillraceException(ErrorCode.NOT_FOUND, "Job " + id + " has no such artifact.");
        }
        return new OpenArtifact(artifact, content);
    }
}

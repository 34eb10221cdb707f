package dev.millrace.worker.execute;

import dev.millrace.model.artifact.ArtifactStore;
import dev.millrace.model.attempt.Artifact;
import dev.millrace.model.attempt.Failure;
import dev.millrace.model.attempt.FailureCode;
import dev.millrace.model.file.Reason;
import dev.millrace.model.job.Job;
import dev.millrace.model.log.LogStream;
import dev.millrace.worker.runtime.Output;
import dev.millrace.worker.runtime.scratch.ArtifactContent;
import dev.millrace.worker.runtime.scratch.ArtifactFiles;
import dev.millrace.worker.runtime.scratch.ArtifactLimits;
import dev.millrace.worker.runtime.scratch.AttemptDirectory;
import java.io.IOException;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the files that an attempt left in its artifacts directory. */
public final class ArtifactCollector {
    private static final Logger log = LoggerFactory.getLogger(ArtifactCollector.class);
    private static final String UNKNOWN_TYPE = "application/octet-stream";

    private final ArtifactStore store;

    public ArtifactCollector(ArtifactStore store) {
        this.store = store;
    }

    /**
     * What was kept.
     *
     * @param failure why not everything was
     */
    record Kept(List<Artifact> artifacts, @Nullable Failure failure) {}

    Kept keep(Job job, AttemptDirectory directory, Output output) {
        ArtifactFiles.Listing listing = ArtifactFiles.list(directory.artifacts(), ArtifactLimits.DEFAULT);
        listing.ignored().forEach(ignored -> output.line(LogStream.MILLRACE, ignored));
        if (listing.excess().isPresent()) {
            return new Kept(
                    List.of(),
                    new Failure(FailureCode.LIMIT_EXCEEDED, listing.excess().get()));
        }
        return keep(job, listing.files(), output);
    }

    Kept keep(Job job, List<ArtifactFiles.Found> files, Output output) {
        List<Artifact> artifacts = new ArrayList<>();
        try {
            for (ArtifactFiles.Found file : files) {
                try (ArtifactContent content = ArtifactContent.open(file)) {
                    ArtifactStore.Kept kept = store.keep(job.id(), job.attempt(), file.name(), content);
                    artifacts.add(new Artifact(
                            job.attempt(), file.name(), kept.bytes(), mediaType(file.name()), kept.sha256()));
                } catch (ArtifactContent.UnreadableException e) {
                    output.line(LogStream.MILLRACE, ArtifactFiles.notKept(file.name(), String.valueOf(e.getMessage())));
                }
            }
            return new Kept(artifacts, null);
        } catch (IOException e) {
            log.error("The artifacts of job {} could not be stored", job.id(), e);
            output.line(LogStream.MILLRACE, "The artifacts could not be stored: " + Reason.withoutPath(e) + ".");
            return new Kept(
                    artifacts,
                    new Failure(FailureCode.ARTIFACTS_NOT_STORED, "The artifacts could not be stored on the worker."));
        }
    }

    private static String mediaType(String name) {
        if (name.endsWith(".dot")) {
            return "text/vnd.graphviz";
        }
        String guess = URLConnection.guessContentTypeFromName(name);
        return guess == null ? UNKNOWN_TYPE : guess;
    }
}

package dev.millrace.model.operations;

import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.jobrunr.request.ToolJobs;
import dev.millrace.model.lifecycle.submit.IdempotencyKey;
import dev.millrace.model.lifecycle.submit.Submissions;
import dev.millrace.model.lifecycle.submit.Submitted;
import dev.millrace.model.registry.ToolRegistry;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Submits new jobs. */
public final class Submit {
    private final RequestCheck check;
    private final Submissions submissions;
    private final ToolJobs toolJobs;

    public Submit(ToolRegistry tools, Submissions submissions, ToolJobs toolJobs) {
        this.check = new RequestCheck(tools);
        this.submissions = submissions;
        this.toolJobs = toolJobs;
    }

    /**
     * Stores a job, unless an earlier job has the idempotency key or holds the unique key.
     *
     * @param request read and checked only when no job has the idempotency key: the tool may have changed since, and
     *     the same request still means the same job
     * @throws MillraceException {@code INVALID_REQUEST}, {@code NOT_FOUND} for the tool, {@code INVALID_PARAMETERS}, or
     *     {@code IDEMPOTENCY_CONFLICT} when the key was used for another request
     */
    public Submitted one(Supplier<RunRequest> request, @Nullable IdempotencyKey key, Caller caller) {
        return key == null
                ? store(request, null, caller)
                : submissions.earlier(key).orElseGet(() -> store(request, key, caller));
    }

    private Submitted store(Supplier<RunRequest> request, @Nullable IdempotencyKey key, Caller caller) {
        return toolJobs.submit(check(request.get(), caller), key);
    }

    /**
     * Checks a request and makes it a job for {@link #all}.
     *
     * @throws MillraceException {@code INVALID_REQUEST}, {@code NOT_FOUND} for the tool, or {@code INVALID_PARAMETERS}
     */
    public NewJob check(RunRequest request, Caller caller) {
        return check.of(request, caller);
    }

    /** Stores many jobs, all of them or none; returns what each led to, in the same order. */
    public List<Submitted> all(List<NewJob> many, Caller caller) {
        return toolJobs.submitAll(many);
    }
}

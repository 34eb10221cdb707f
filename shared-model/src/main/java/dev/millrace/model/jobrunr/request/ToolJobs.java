package dev.millrace.model.jobrunr.request;

import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.lifecycle.submit.IdempotencyKey;
import dev.millrace.model.lifecycle.submit.Submitted;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jobrunr.storage.StorageProvider;
import org.jspecify.annotations.Nullable;

/** Gives JobRunr new jobs of tools. */
public final class ToolJobs {
    private final StorageProvider storage;
    private final Supplier<UUID> ids;

    /** @param ids of new jobs, as {@link dev.millrace.model.lifecycle.submit.Submissions#nextId} */
    public ToolJobs(StorageProvider storage, Supplier<UUID> ids) {
        this.storage = storage;
        this.ids = ids;
    }

    /**
     * Stores a job, unless one that is there already stands for it.
     *
     * @throws MillraceException {@code IDEMPOTENCY_CONFLICT} when the key stands for another request
     */
    public Submitted submit(NewJob job, @Nullable IdempotencyKey key) {
        ToolJobRequest request = new ToolJobRequest(job, key);
        storage.save(request.toJob(ids.get()));
        return request.submitted();
    }

    /** Stores many jobs, all of them or none; returns what each led to, in the same order. */
    public List<Submitted> submitAll(List<NewJob> jobs) {
        List<ToolJobRequest> requests =
                jobs.stream().map(job -> new ToolJobRequest(job, null)).toList();
        storage.save(requests.stream().map(request -> request.toJob(ids.get())).toList());
        return requests.stream().map(ToolJobRequest::submitted).toList();
    }
}

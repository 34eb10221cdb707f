package dev.millrace.model.queue;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Artifact;
import dev.millrace.model.job.Attempt;
import dev.millrace.model.job.Job;
import dev.millrace.model.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** Reads jobs and what they left; changes nothing. */
public final class JobReader {
    private final Jdbi jdbi;

    public JobReader(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public Optional<Job> find(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM job WHERE id = :id")
                .bind("id", id)
                .map(JobRow::map)
                .findOne());
    }

    /** @throws MillraceException {@code NOT_FOUND} */
    public Job get(UUID id) {
        return find(id).orElseThrow(() -> new MillraceException(ErrorCode.NOT_FOUND, "There is no job " + id + "."));
    }

    /** The jobs that match, newest first. */
    public List<Job> list(JobFilter filter) {
        List<String> conditions = conditions(filter);
        String where = conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
        return jdbi.withHandle(handle -> {
            Query query = handle.createQuery("SELECT * FROM job " + where + " ORDER BY id DESC LIMIT :limit")
                    .bind("limit", filter.limit());
            if (!filter.states().isEmpty()) {
                query.bindArray(
                        "states",
                        String.class,
                        filter.states().stream().map(Enum::name).toList());
            }
            if (!filter.labels().isEmpty()) {
                query.bind("labels", Json.write(filter.labels()));
            }
            if (filter.tool() != null) {
                query.bind("tool", filter.tool());
            }
            if (filter.queue() != null) {
                query.bind("queue", filter.queue());
            }
            if (filter.text() != null) {
                query.bind("text", filter.text());
            }
            if (filter.before() != null) {
                query.bind("before", filter.before());
            }
            return query.map(JobRow::map).list();
        });
    }

    private static List<String> conditions(JobFilter filter) {
        List<String> conditions = new ArrayList<>();
        if (!filter.states().isEmpty()) {
            conditions.add("state = ANY (:states)");
        }
        if (filter.tool() != null) {
            conditions.add("tool = :tool");
        }
        if (filter.queue() != null) {
            conditions.add("queue = :queue");
        }
        if (!filter.labels().isEmpty()) {
            conditions.add("labels @> :labels::jsonb");
        }
        if (filter.text() != null) {
            conditions.add("""
                    position(lower(:text) IN lower(concat_ws(' ', id, tool, parameters, labels, error_message))) > 0""");
        }
        if (filter.before() != null) {
            conditions.add("id < :before");
        }
        return conditions;
    }

    public List<Attempt> attempts(UUID job) {
        return jdbi.withHandle(handle -> AttemptStore.ofJob(handle, job));
    }

    /** What the job left, the files of all attempts. */
    public List<Artifact> artifacts(UUID job) {
        return jdbi.withHandle(handle -> AttemptStore.artifacts(handle, job));
    }

    /** The result of a job that succeeded and returned one, as JSON text. */
    public Optional<String> result(UUID job) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT result FROM job_result WHERE job_id = :job")
                .bind("job", job)
                .mapTo(String.class)
                .findOne());
    }
}

package dev.millrace.api.rest.jobs.bulk;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.api.http.answer.JsonResponse;
import dev.millrace.api.rest.jobs.RunRequestReader;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.error.Violation;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.lifecycle.submit.Submitted;
import dev.millrace.model.operations.Caller;
import dev.millrace.model.operations.Submit;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A bulk request whose jobs do not depend on one another: a line of answer for each, in their order. */
final class NonAtomicBulk {
    /** As many are stored in one transaction; what refuses it refuses them together. */
    private static final int BATCH_SIZE = 1_000;

    private final Submit submit;
    private final Caller caller;
    private final BulkBody body;
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

    NonAtomicBulk(Submit submit, Caller caller, BulkBody body) {
        this.submit = submit;
        this.caller = caller;
        this.body = body;
    }

    /** {@code id}, {@code state} and, only if it is so, that the job was there before; or {@code error}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Line(
            int number,
            @Nullable UUID id,
            @Nullable JobState state,
            @Nullable Boolean duplicate,
            @Nullable Refusal error) {
        static Line of(int number, Submitted submitted) {
            Boolean duplicate = submitted.origin() == Submitted.Origin.DUPLICATE ? Boolean.TRUE : null;
            return new Line(number, submitted.job().id(), submitted.job().state(), duplicate, null);
        }

        static Line of(int number, MillraceException failure) {
            Refusal refusal = new Refusal(failure.code(), String.valueOf(failure.getMessage()), failure.violations());
            return new Line(number, null, null, null, refusal);
        }
    }

    private record Refusal(
            ErrorCode code,
            String detail,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Violation> violations) {}

    private record Checked(
            int number, @Nullable NewJob job, @Nullable MillraceException failure) {}

    /** Returns the answer, as NDJSON. */
    byte[] submit() {
        List<BulkBody.Sent> sent = body.jobs();
        for (int from = 0; from < sent.size(); from += BATCH_SIZE) {
            store(sent.subList(from, Math.min(sent.size(), from + BATCH_SIZE)).stream()
                    .map(this::check)
                    .toList());
        }
        return answer.toByteArray();
    }

    private Checked check(BulkBody.Sent sent) {
        try {
            return new Checked(sent.number(), submit.check(RunRequestReader.read(body.read(sent)), caller), null);
        } catch (MillraceException e) {
            return new Checked(sent.number(), null, e);
        }
    }

    private void store(List<Checked> part) {
        List<NewJob> jobs = new ArrayList<>();
        for (Checked checked : part) {
            if (checked.job() != null) {
                jobs.add(checked.job());
            }
        }
        try {
            List<Submitted> stored = submit.all(jobs, caller);
            int next = 0;
            for (Checked checked : part) {
                write(
                        checked.failure() == null
                                ? Line.of(checked.number(), stored.get(next++))
                                : Line.of(checked.number(), checked.failure()));
            }
        } catch (MillraceException notStored) {
            part.forEach(checked ->
                    write(Line.of(checked.number(), checked.failure() == null ? notStored : checked.failure())));
        }
    }

    private void write(Line line) {
        answer.writeBytes(JsonResponse.bytes(line));
        answer.write('\n');
    }
}

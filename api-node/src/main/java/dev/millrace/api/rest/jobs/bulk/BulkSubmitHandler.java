package dev.millrace.api.rest.jobs.bulk;

import dev.millrace.api.caller.Callers;
import dev.millrace.api.http.answer.JsonResponse;
import dev.millrace.api.http.request.BodyLimits;
import dev.millrace.api.http.request.MediaType;
import dev.millrace.api.http.request.Query;
import dev.millrace.api.http.request.RequestBody;
import dev.millrace.api.http.request.RequestHeaders;
import dev.millrace.api.rest.jobs.RunRequestReader;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.error.Violation;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.lifecycle.submit.Submitted;
import dev.millrace.model.operations.Caller;
import dev.millrace.model.operations.Submit;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/** {@code POST /jobs/bulk}: many jobs at once, all or nothing, or each for itself. */
final class BulkSubmitHandler {
    private static final BodyLimits LIMITS = new BodyLimits(64 << 20, Duration.ofMinutes(5));
    /** What one request takes of memory and of Postgres must not add up. */
    private static final int AT_ONCE = 2;

    private static final int VIOLATIONS = 100;

    private final Submit submit;
    private final Semaphore free = new Semaphore(AT_ONCE);

    BulkSubmitHandler(Submit submit) {
        this.submit = submit;
    }

    void submit(Context ctx) throws Exception {
        boolean atomic = Query.of(ctx).flag("atomic", true);
        if (!RequestHeaders.all(ctx, "Idempotency-Key").isEmpty()) {
            throw new MillraceException(
                    ErrorCode.MALFORMED_REQUEST, "An Idempotency-Key stands for one job; a bulk request takes none.");
        }
        if (free.availablePermits() == 0) {
            throw busy();
        }
        MediaType type = RequestBody.mediaType(ctx);
        // Not before the body is there: who sends it slowly must not keep others out.
        RequestBody.bytes(ctx, LIMITS, bytes -> submit(ctx, atomic, type, bytes));
    }

    private void submit(Context ctx, boolean atomic, MediaType type, byte[] bytes) {
        if (!free.tryAcquire()) {
            throw busy();
        }
        try {
            BulkBody body = BulkBody.of(type, bytes);
            if (atomic) {
                allOrNothing(ctx, body);
            } else {
                ctx.status(200)
                        .contentType("application/x-ndjson")
                        .result(new NonAtomicBulk(submit, Callers.of(ctx), body).submit());
            }
        } finally {
            free.release();
        }
    }

    private static MillraceException busy() {
        return new MillraceException(
                ErrorCode.UNAVAILABLE, "This node takes " + AT_ONCE + " bulk requests already, and no more at once.");
    }

    private void allOrNothing(Context ctx, BulkBody body) {
        Caller caller = Callers.of(ctx);
        List<NewJob> jobs = new ArrayList<>(body.jobs().size());
        List<Violation> violations = new ArrayList<>();
        int refused = 0;
        for (BulkBody.Sent sent : body.jobs()) {
            try {
                jobs.add(submit.check(RunRequestReader.read(body.read(sent)), caller));
            } catch (MillraceException e) {
                refused++;
                if (violations.size() < VIOLATIONS) {
                    violations.addAll(violations(body.unit(), sent.number(), e));
                }
            }
        }
        if (refused > 0) {
            throw new MillraceException(
                    ErrorCode.INVALID_JOBS,
                    refused + " of " + body.jobs().size() + " jobs are not right, so none was stored.",
                    violations.subList(0, Math.min(violations.size(), VIOLATIONS)));
        }
        JsonResponse.write(ctx, 202, Accepted.of(submit.all(jobs, caller)));
    }

    /** The pointers are into the array, or what would be one if the lines were. */
    private static List<Violation> violations(String unit, int number, MillraceException failure) {
        List<Violation> inJob = failure.violations().isEmpty()
                ? List.of(new Violation("", String.valueOf(failure.getMessage())))
                : failure.violations();
        String place = failure.code() == ErrorCode.INVALID_PARAMETERS ? "/parameters" : "";
        return inJob.stream()
                .map(violation -> new Violation(
                        "/" + (number - 1) + place + violation.pointer(),
                        unit + " " + number + ": " + violation.message()))
                .toList();
    }

    /** @param duplicates jobs that were not stored, because one that is there already stands for them; it is among the ids */
    private record Accepted(int accepted, int duplicates, List<String> ids) {
        static Accepted of(List<Submitted> jobs) {
            int stored = (int) jobs.stream()
                    .filter(job -> job.origin() == Submitted.Origin.NEW)
                    .count();
            return new Accepted(
                    stored,
                    jobs.size() - stored,
                    jobs.stream().map(job -> job.job().id().toString()).toList());
        }
    }
}

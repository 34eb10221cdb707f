package dev.millrace.api.http.problem;

import dev.millrace.api.http.answer.JsonResponse;
import dev.millrace.api.http.request.RequestId;
import dev.millrace.api.http.route.Route;
import dev.millrace.api.http.stream.StreamedAnswer;
import dev.millrace.api.http.transfer.Connections;
import dev.millrace.model.db.Database;
import dev.millrace.model.db.OutageLog;
import dev.millrace.model.db.PostgresError;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import io.javalin.http.Context;
import io.javalin.http.ExceptionHandler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns exceptions of handlers into problem+json. Only internal errors are logged, and no answer shows their cause. */
public final class ProblemHandler implements ExceptionHandler<Exception> {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);
    private static final String INTERNAL_DETAIL =
            "Something went wrong on our side. The node's log has it under the request id.";

    private final RefusedRequests refused =
            new RefusedRequests(new OutageLog(LOG, "requests are answered with 503"), System::nanoTime);

    /** Runs after each answer. */
    public void answered(Context ctx) {
        refused.answered(Route.of(ctx), ctx.statusCode());
    }

    @Override
    public void handle(Exception failure, Context ctx) {
        String requestId = ctx.res().getHeader(RequestId.HEADER);
        StreamedAnswer.abandon(ctx);
        if (ctx.res().isCommitted()) {
            // A partial answer must not look complete.
            if (isOurFault(failure)) {
                logged(requestId, "An answer broke off", failure);
            }
            Connections.abort(ctx.req());
        } else if (failure instanceof MethodNotAllowedResponse refused) {
            methodNotAllowed(ctx, refused, requestId);
        } else {
            write(ctx, problem(ctx, failure, requestId));
        }
    }

    /** For errors that are no exceptions, such as a stack overflow or a missing class. */
    public static void fatal(HttpServletResponse response, Error failure) {
        String requestId = response.getHeader(RequestId.HEADER);
        logged(requestId, "A request failed", failure);
        if (response.isCommitted()) {
            return;
        }
        try {
            response.reset();
            response.setHeader(RequestId.HEADER, requestId);
            response.setStatus(500);
            response.setContentType(ProblemDetails.CONTENT_TYPE);
            response.getOutputStream()
                    .write(JsonResponse.bytes(ProblemDetails.of(ErrorCode.INTERNAL, INTERNAL_DETAIL, requestId)));
        } catch (IOException | IllegalStateException e) {
            LOG.debug("The caller is gone", e);
        }
    }

    private static boolean isOurFault(Exception failure) {
        return failure instanceof MillraceException known
                ? known.code() == ErrorCode.INTERNAL
                : !Database.isUnavailable(failure);
    }

    private ProblemDetails problem(Context ctx, Exception failure, String requestId) {
        if (failure instanceof MillraceException ours) {
            if (ours.code() == ErrorCode.INTERNAL) {
                logged(requestId, "A request failed", failure);
                return ProblemDetails.of(ErrorCode.INTERNAL, INTERNAL_DETAIL, requestId);
            }
            if (Database.isUnavailable(ours)) {
                refused.refused(Route.of(ctx), ours);
            }
            return ProblemDetails.of(ours, requestId);
        }
        if (failure instanceof HttpResponseException javalin) {
            String detail = javalin.getStatus() == 404 ? "There is nothing at this path." : javalin.getMessage();
            return ProblemDetails.ofStatus(javalin.getStatus(), String.valueOf(detail), requestId);
        }
        Optional<PostgresError> passing = PostgresError.of(failure).filter(error -> error != PostgresError.REFUSED);
        if (passing.isPresent()) {
            refused.refused(Route.of(ctx), failure);
            return ProblemDetails.of(DatabaseAway.refusal(passing.get()), requestId);
        }
        logged(requestId, "A request failed", failure);
        return ProblemDetails.of(ErrorCode.INTERNAL, INTERNAL_DETAIL, requestId);
    }

    private static void methodNotAllowed(Context ctx, MethodNotAllowedResponse refused, String requestId) {
        // Javalin's details have one entry: the methods with a route for this path.
        String allowed = String.join(", ", refused.getDetails().values()) + ", OPTIONS";
        ctx.header("Allow", allowed);
        if (ctx.method().equals(HandlerType.OPTIONS)) {
            ctx.status(204);
        } else {
            write(ctx, ProblemDetails.of(ErrorCode.METHOD_NOT_ALLOWED, "This path takes " + allowed + ".", requestId));
        }
    }

    private static void write(Context ctx, ProblemDetails problem) {
        if (problem.status() == 503) {
            ctx.header("Retry-After", "1");
        }
        JsonResponse.write(ctx, problem.status(), ProblemDetails.CONTENT_TYPE, problem);
    }

    private static void logged(String requestId, String what, Throwable failure) {
        LOG.error("{} (request {})", what, requestId, failure);
    }
}

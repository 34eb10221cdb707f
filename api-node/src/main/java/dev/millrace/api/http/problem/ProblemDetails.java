package dev.millrace.api.http.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.error.Violation;
import java.util.List;
import java.util.Locale;

/** An error answer: problem details (RFC 9457), with our code, the request's id and the violations. */
record ProblemDetails(
        String type,
        String title,
        int status,
        String detail,
        ErrorCode code,
        String requestId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Violation> violations) {
    static final String CONTENT_TYPE = "application/problem+json";

    static ProblemDetails of(MillraceException failure, String requestId) {
        ErrorCode code = failure.code();
        return of(code, status(code), String.valueOf(failure.getMessage()), requestId, failure.violations());
    }

    static ProblemDetails of(ErrorCode code, String detail, String requestId) {
        return of(code, status(code), detail, requestId, List.of());
    }

    /** A problem that Jetty found, with Jetty's status. */
    static ProblemDetails ofStatus(int status, String detail, String requestId) {
        return of(code(status), status, detail, requestId, List.of());
    }

    private static ProblemDetails of(
            ErrorCode code, int status, String detail, String requestId, List<Violation> violations) {
        String type =
                "urn:millrace:error:" + code.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new ProblemDetails(type, title(code), status, detail, code, requestId, violations);
    }

    /** The one map from codes to HTTP. */
    static int status(ErrorCode code) {
        return switch (code) {
            case MALFORMED_REQUEST, INVALID_REQUEST -> 400;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case IDEMPOTENCY_CONFLICT, CONFLICT -> 409;
            case TOO_LARGE -> 413;
            case UNSUPPORTED_MEDIA_TYPE -> 415;
            case RANGE_NOT_SATISFIABLE -> 416;
            case INVALID_PARAMETERS, INVALID_JOBS, INVALID_TOOL -> 422;
            case INTERNAL -> 500;
            case UNAVAILABLE -> 503;
        };
    }

    private static ErrorCode code(int status) {
        return switch (status) {
            case 403 -> ErrorCode.FORBIDDEN;
            case 404 -> ErrorCode.NOT_FOUND;
            case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
            case 413, 414, 431 -> ErrorCode.TOO_LARGE;
            case 415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE;
            case 503 -> ErrorCode.UNAVAILABLE;
            default -> status < 500 ? ErrorCode.MALFORMED_REQUEST : ErrorCode.INTERNAL;
        };
    }

    private static String title(ErrorCode code) {
        return switch (code) {
            case MALFORMED_REQUEST -> "The request cannot be read";
            case INVALID_REQUEST -> "The request is not allowed";
            case INVALID_PARAMETERS -> "The parameters do not satisfy the tool's schema";
            case INVALID_JOBS -> "Some of the jobs are not right";
            case INVALID_TOOL -> "The tool definition breaks the rules";
            case NOT_FOUND -> "Not found";
            case METHOD_NOT_ALLOWED -> "Method not allowed";
            case UNSUPPORTED_MEDIA_TYPE -> "Unsupported media type";
            case TOO_LARGE -> "Too large";
            case RANGE_NOT_SATISFIABLE -> "Range not satisfiable";
            case IDEMPOTENCY_CONFLICT -> "The Idempotency-Key was used for another request";
            case CONFLICT -> "Not possible in this state";
            case FORBIDDEN -> "Not permitted";
            case UNAVAILABLE -> "Not available at the moment";
            case INTERNAL -> "Internal error";
        };
    }
}

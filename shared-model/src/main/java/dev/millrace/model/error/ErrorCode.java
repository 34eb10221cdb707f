package dev.millrace.model.error;

/** Why a request was not done. A job's own failure is a {@link dev.millrace.model.attempt.FailureCode}. */
public enum ErrorCode {
    /** The request cannot be read: broken JSON, a bad cursor, an unknown state, a wrong duration. */
    MALFORMED_REQUEST,
    /** The request can be read, but what it says is not allowed; the violations say where. */
    INVALID_REQUEST,
    /** The parameters do not satisfy the tool's schema; the violations say where. */
    INVALID_PARAMETERS,
    /** Some jobs of many are not right; the violations say which and where. */
    INVALID_JOBS,
    /** A tool definition breaks the rules; the violations say where. */
    INVALID_TOOL,
    NOT_FOUND,
    METHOD_NOT_ALLOWED,
    UNSUPPORTED_MEDIA_TYPE,
    TOO_LARGE,
    /** The thing has no byte of the range that is asked for. */
    RANGE_NOT_SATISFIABLE,
    /** The Idempotency-Key was used before, with another body. */
    IDEMPOTENCY_CONFLICT,
    /** What is asked for does not fit the state that the thing is in. */
    CONFLICT,
    /** The operator has not switched this on. */
    FORBIDDEN,
    /** Postgres is away or has too much to do; the same request may be sent again. */
    UNAVAILABLE,
    /** A fault of ours; the log has it under the request's id. */
    INTERNAL
}

package dev.millrace.api.http.problem;

import dev.millrace.model.db.PostgresError;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;

/** The error for a request that needs Postgres while Postgres does not work. */
public final class DatabaseAway {
    private DatabaseAway() {}

    /** @param problem a temporary one */
    public static MillraceException refusal(PostgresError problem) {
        return new MillraceException(
                ErrorCode.UNAVAILABLE, "The database " + problem.words() + "; send the request again.");
    }
}

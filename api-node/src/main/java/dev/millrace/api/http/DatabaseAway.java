package dev.millrace.api.http;

import dev.millrace.model.db.PostgresError;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;

/** The refusal of what cannot be done without Postgres, for whoever finds out that it does not do its work. */
public final class DatabaseAway {
    private DatabaseAway() {}

    /** @param problem one that passes */
    public static MillraceException refusal(PostgresError problem) {
        return new MillraceException(
                ErrorCode.UNAVAILABLE, "The database " + problem.words() + "; send the request again.");
    }
}

package dev.millrace.model.db;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What an error means for whoever asked Postgres for something, by its SQLSTATE. All but {@link #REFUSED} say nothing
 * about what was asked for: the same may succeed later. The longest beginning of an SQLSTATE that is listed here counts.
 */
public enum PostgresError {
    /** It cannot be reached, ends or starts, lets nobody in, or its machine fails. */
    AWAY("is away", "08 28 3D000 57P 58"),

    /** It has run out of disk, memory, connections or another thing that is bounded. */
    EXHAUSTED("has run out of room", "53"),

    /** It takes no changes: a standby, or a primary that is being replaced. The connection is of no use. */
    READ_ONLY("takes no changes", "25006"),

    /** It gave up for another's sake or for lack of time. Statements that were prepared and are gone are prepared again. */
    BUSY("has too much to do", "25P03 25P04 26000 40 42P05 55006 55P03 57014"),

    /** Tables, functions or rights are missing: it is being restored or migrated, or was never made ready. */
    NOT_READY("lacks tables or rights", "3F000 42501 42703 42704 42883 42P01"),

    /** It will not do this, now or later. */
    REFUSED("refuses", "");

    /** The class of {@code feature_not_supported} is too wide: this one says that a table was changed. */
    private static final String PLAN_IS_STALE = "RevalidateCachedQuery";

    /** What the driver says of statements whose connection another thread has broken. */
    private static final String CLOSED_MEANWHILE = "55000";

    /** Postgres ends the session after these, whatever the reason. */
    private static final Set<String> ENDING = Set.of("FATAL", "PANIC");

    private static final int SQLSTATE_LENGTH = 5;
    private static final Map<String, PostgresError> BY_BEGINNING = byBeginning();

    private final String words;
    private final String beginnings;

    PostgresError(String words, String beginnings) {
        this.words = words;
        this.beginnings = beginnings;
    }

    private static Map<String, PostgresError> byBeginning() {
        Map<String, PostgresError> map = new HashMap<>();
        for (PostgresError error : values()) {
            for (String beginning : error.beginnings.split(" ", -1)) {
                map.put(beginning, error);
            }
        }
        return Map.copyOf(map);
    }

    /** Reads on after "Postgres …". */
    public String words() {
        return words;
    }

    /** What Postgres meant by the failure, or by a cause of it; empty if it is not about Postgres. */
    public static Optional<PostgresError> of(Throwable failure) {
        SQLTransientConnectionException noConnection = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException none) {
                noConnection = none;
            } else if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return Optional.of(noConnection == null ? of(sql) : whyNoConnection(of(sql)));
            }
        }
        // All connections of the pool are in use.
        return noConnection == null ? Optional.empty() : Optional.of(BUSY);
    }

    /** What keeps a connection from being made has nothing to do with what it was wanted for. */
    private static PostgresError whyNoConnection(PostgresError reason) {
        return reason == REFUSED ? AWAY : reason;
    }

    private static PostgresError of(SQLException failure) {
        PostgresError byState = ofState(failure.getSQLState());
        ServerErrorMessage said = said(failure);
        if (byState != REFUSED) {
            return byState;
        }
        if (said == null) {
            return CLOSED_MEANWHILE.equals(failure.getSQLState()) ? AWAY : REFUSED;
        }
        if (PLAN_IS_STALE.equals(said.getRoutine())) {
            return BUSY;
        }
        return ENDING.contains(String.valueOf(said.getSeverity())) ? AWAY : REFUSED;
    }

    /** Null if it was the driver that failed, before Postgres or without it. */
    private static @Nullable ServerErrorMessage said(SQLException failure) {
        return failure instanceof PSQLException ours ? ours.getServerErrorMessage() : null;
    }

    /** Whether Postgres itself said so, and not the network, or a pooler that does not get through to it. */
    static boolean isItsAnswer(SQLException failure) {
        ServerErrorMessage said = said(failure);
        return failure instanceof ReadOnlyException
                || (said != null && !String.valueOf(said.getSQLState()).startsWith("08"));
    }

    /** In the words of whoever failed first, which are those of Postgres, the driver or the pool. */
    static String reason(Throwable failure) {
        String reason = String.valueOf(failure.getMessage());
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            reason = cause instanceof SQLException ? String.valueOf(cause.getMessage()) : reason;
        }
        return reason;
    }

    static PostgresError ofState(@Nullable String sqlState) {
        if (sqlState == null || sqlState.length() != SQLSTATE_LENGTH) {
            return REFUSED;
        }
        for (int length = SQLSTATE_LENGTH; length > 1; length--) {
            PostgresError error = BY_BEGINNING.get(sqlState.substring(0, length));
            if (error != null) {
                return error;
            }
        }
        return REFUSED;
    }
}

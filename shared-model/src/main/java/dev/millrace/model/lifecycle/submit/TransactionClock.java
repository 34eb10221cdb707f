package dev.millrace.model.lifecycle.submit;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Postgres's clock. Its time does not change within a transaction, so it is asked for once. */
final class TransactionClock {
    private final Handle handle;
    private @Nullable Instant read;

    TransactionClock(Handle handle) {
        this.handle = handle;
    }

    Instant now() {
        Instant now = read;
        if (now == null) {
            now = handle.createQuery("SELECT now()")
                    .mapTo(OffsetDateTime.class)
                    .one()
                    .toInstant();
            read = now;
        }
        return now;
    }
}

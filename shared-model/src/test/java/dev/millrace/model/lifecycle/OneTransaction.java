package dev.millrace.model.lifecycle;

import dev.millrace.model.db.Database;
import java.sql.Connection;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;

/** A transaction that all changes take part in and that is rolled back, so that Postgres can be asked what they read. */
public final class OneTransaction implements AutoCloseable {
    private final Database database;
    private final Handle handle;
    public final Jdbi jdbi;
    public final Transactions transactions;

    public OneTransaction(TestQueue queue) {
        database = Database.byKey(queue.settings, "one-transaction", 1);
        handle = database.jdbi().open();
        Connection connection = handle.getConnection();
        jdbi = Jdbi.create(new ConnectionFactory() {
            @Override
            public Connection openConnection() {
                return connection;
            }

            @Override
            public void closeConnection(Connection done) {
                // It goes on.
            }
        });
        jdbi.getConfig(Handles.class).setForceEndTransactions(false);
        transactions = new Transactions(jdbi, queue.updates);
        handle.begin();
    }

    @Override
    public void close() {
        handle.rollback();
        handle.close();
        database.close();
    }
}

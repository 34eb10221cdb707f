package dev.millrace.model.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pool that can be told that Postgres is silent: then nobody waits for an answer any more, or for a connection. */
final class WatchedPool extends HikariDataSource {
    private static final Logger log = LoggerFactory.getLogger(WatchedPool.class);

    private final Duration wait;
    private final Set<Connection> physical =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private volatile @Nullable SQLException silence;

    /**
     * Makes the pool.
     *
     * @param config whose connection timeout is that after which a caller who waits learns of a silence
     * @param wait how long a caller waits for a connection altogether
     */
    WatchedPool(HikariConfig config, Duration wait) {
        super(config);
        this.wait = wait;
    }

    /** @throws SQLTransientConnectionException after the wait, or at once while Postgres is silent */
    @Override
    public Connection getConnection() throws SQLException {
        long since = System.nanoTime();
        while (true) {
            SQLException silent = silence;
            if (silent != null) {
                throw new SQLTransientConnectionException("Postgres does not answer", silent);
            }
            try {
                Connection connection = super.getConnection();
                physical.add(connection.unwrap(Connection.class));
                return connection;
            } catch (SQLTransientConnectionException none) {
                if (isClosed() || System.nanoTime() - since > wait.toNanos()) {
                    throw none;
                }
            }
        }
    }

    /** Whether somebody has one of its connections, or wants one. */
    boolean isWaitedFor() {
        HikariPoolMXBean pool = getHikariPoolMXBean();
        return pool != null && pool.getActiveConnections() + pool.getThreadsAwaitingConnection() > 0;
    }

    /** Breaks every connection, whoever uses it, and hands none out until {@link #postgresAnswers()}. */
    void postgresIsSilent(SQLException reason) {
        silence = reason;
        List<Connection> all;
        synchronized (physical) {
            all = List.copyOf(physical);
            physical.clear();
        }
        for (Connection connection : all) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                log.debug("A connection could not be broken", e);
            }
        }
    }

    void postgresAnswers() {
        silence = null;
    }
}

package dev.millrace.model.db;

import com.zaxxer.hikari.HikariConfig;
import dev.millrace.db.DatabaseSettings;
import dev.millrace.db.Schema;
import dev.millrace.model.thread.EnduringScheduler;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;

/** A pool of connections to Postgres. Opening it does not connect: a node can start before its database does. */
public final class Database implements AutoCloseable {
    /** How long a caller waits for a connection; past it the request is refused rather than left hanging. */
    private static final Duration CONNECTION_WAIT = Duration.ofMillis(2_500);

    private static final Duration LOOK_UP_FROM_WAITING = Duration.ofSeconds(1);

    private static final Set<String> COLLISIONS = Set.of("40001", "40P01");

    /**
     * A compiled plan pays for reports, not for statements of a few milliseconds. And a table that the planner knows from
     * a quieter time is no small one that is best read whole.
     */
    private static final String PLANNING = " -c jit=off -c enable_seqscan=off";

    /** Postgres 18 forgets that a way is off where one partition is all there is to read, so that costs have to say it. */
    private static final String BY_KEY = PLANNING + " -c seq_page_cost=1000 -c enable_bitmapscan=off"
            + " -c enable_hashjoin=off -c enable_mergejoin=off -c plan_cache_mode=force_generic_plan";

    private final EnduringScheduler housekeeping;
    private final WatchedPool pool;
    private final SilenceWatch watch;
    private final Jdbi jdbi;

    /**
     * Makes the pool.
     *
     * @param application shown in {@code pg_stat_activity}
     * @param connections at most so many at once, at least 1
     */
    public Database(DatabaseSettings settings, String application, int connections) {
        this(settings, application, connections, PLANNING);
    }

    /**
     * Makes a pool for statements that find all their rows by key or in the order of an index. The planner, whose
     * statistics are of another hour, is left no other way, and plans each statement once.
     *
     * @param application shown in {@code pg_stat_activity}
     * @param connections at most so many at once, at least 1
     */
    public static Database byKey(DatabaseSettings settings, String application, int connections) {
        return new Database(settings, application, connections, BY_KEY);
    }

    private Database(DatabaseSettings settings, String application, int connections, String planning) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(application);
        config.setJdbcUrl(settings.jdbcUrl());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(Math.min(connections, 2));
        config.setConnectionTimeout(LOOK_UP_FROM_WAITING.toMillis());
        config.setValidationTimeout(500);
        config.setInitializationFailTimeout(-1);
        config.setExceptionOverride(new UselessConnections());
        config.addDataSourceProperty("ApplicationName", application);
        config.addDataSourceProperty("connectTimeout", "3");
        config.addDataSourceProperty("socketTimeout", "30");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        // Neither a process that was frozen in mid-transaction nor a costly search may hold others back for long.
        config.addDataSourceProperty(
                "options", "-c idle_in_transaction_session_timeout=10000 -c statement_timeout=20000" + planning);
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        // Its details quote rows: log lines, parameters and results, which have no business in our own log.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        // A handful of statements all the time: worth preparing at their first use, not at their fifth on each
        // connection.
        config.addDataSourceProperty("prepareThreshold", "1");
        this.housekeeping = new EnduringScheduler(application + ":housekeeper");
        config.setScheduledExecutor(housekeeping);
        this.pool = new WatchedPool(config, CONNECTION_WAIT);
        this.watch = new SilenceWatch(settings, application, pool);
        watch.start();
        this.jdbi = Jdbi.create(pool);
        // Arguments hold what callers sent, and messages go into logs.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    /**
     * By how many milliseconds this machine's clock is ahead of Postgres'; 0 when it is about right. Time that matters is
     * Postgres': this is for what is made here and has a time in it.
     */
    public long millisAhead() {
        return watch.millisAhead();
    }

    /**
     * Asks how Postgres does, which takes some seconds at most. It needs no connection of the pool, which may have them all
     * in use, unless Postgres has none left.
     */
    public Condition condition() {
        Condition condition = watch.condition();
        return condition.problem() == PostgresError.EXHAUSTED ? conditionOfPool() : condition;
    }

    private Condition conditionOfPool() {
        long began = System.nanoTime();
        try (Connection connection = pool.getConnection()) {
            return Condition.good(Schema.isCurrent(connection), began);
        } catch (SQLException failed) {
            return Condition.bad(failed, began);
        }
    }

    public DataSource dataSource() {
        return pool;
    }

    /** Whether the failure is Postgres' and a passing one, so that the same call may succeed later. */
    public static boolean isUnavailable(Throwable failure) {
        return PostgresError.of(failure)
                .filter(error -> error != PostgresError.REFUSED)
                .isPresent();
    }

    /** Whether Postgres gave the transaction up for another's sake (SQLSTATE 40001 or 40P01): run again, it may succeed. */
    public static boolean isCollision(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && COLLISIONS.contains(String.valueOf(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        watch.close();
        pool.close();
        housekeeping.shutdownNow();
    }
}

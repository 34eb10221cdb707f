package dev.millrace.model.node;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.db.OlderBuildException;
import dev.millrace.db.Schema;
import dev.millrace.model.config.Backends;
import dev.millrace.model.config.ConfigurationException;
import dev.millrace.model.config.Durations;
import dev.millrace.model.config.Environment;
import dev.millrace.model.db.Database;
import dev.millrace.model.db.PoolerCheck;
import dev.millrace.model.db.PostgresError;
import dev.millrace.model.file.Reason;
import dev.millrace.model.process.ProcessSecrets;
import dev.millrace.model.thread.LastResort;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a node as the main program of a process. */
public final class NodeStart {
    private static final Logger log = LoggerFactory.getLogger(NodeStart.class);
    private static final long RETRY_MILLIS = 500;

    /** Statements would fail now and then, and more of them the more there is to do. */
    private static final String LOSING_POOLER =
            "A pooler between this node and Postgres loses prepared statements. Let it"
                    + " pool sessions, or append '?prepareThreshold=0' to " + DatabaseSettings.URL
                    + ", or set max_prepared_statements where it is PgBouncer 1.21 or newer.";

    /** For a start that is under way when this process is told to stop. */
    private static final long LAST_STEPS_SECONDS = 10;

    /** Counted down when this process is told to stop. */
    private static final CountDownLatch STOP = new CountDownLatch(1);

    private NodeStart() {}

    /** Makes a node from the environment and starts it. */
    public interface Factory {
        AutoCloseable start(Environment environment) throws Exception;
    }

    /**
     * Starts the node, and stops it on TERM or INT: the exit status is 0 when it has stopped in order. When it cannot
     * start, says why in a line or a few on standard error and exits with 1. Told to stop meanwhile, it ends its start,
     * but for the wait for Postgres, and stops.
     */
    public static void main(String name, Factory factory) {
        LastResort.install(name);
        CompletableFuture<AutoCloseable> started = new CompletableFuture<>();
        try {
            // Before the start: when a stop is under way, nobody can ask any more to be told of it.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(name, started), "shutdown"));
        } catch (IllegalStateException stoppedAlready) {
            return;
        }
        try {
            Environment environment = new Environment(System.getenv());
            ProcessSecrets.protect();
            AutoCloseable node = factory.start(environment);
            environment.unknown().forEach(log::warn);
            started.complete(node);
        } catch (ConfigurationException | StartException e) {
            giveUp(started, name, String.valueOf(e.getMessage()));
        } catch (Exception | Error e) {
            // An Error, too: a machine that has no thread left for a node is to be told of like any other obstacle.
            log.debug("Start failed", e);
            giveUp(started, name, "cannot start: " + Reason.of(e));
        }
    }

    private static void giveUp(CompletableFuture<AutoCloseable> started, String name, String reason) {
        boolean stopping = STOP.getCount() == 0;
        started.cancel(false);
        // Whoever stops a node knows why it did not start, and an exit of ours would hide the signal from the status.
        if (!stopping) {
            System.err.println("millrace " + name + ": " + reason);
            System.exit(1);
        }
    }

    /** Ends with halt: left to itself, a JVM that was asked to stop reports the signal (143) as if that were a failure. */
    private static void stop(String name, CompletableFuture<AutoCloseable> started) {
        STOP.countDown();
        try {
            started.get(LAST_STEPS_SECONDS, TimeUnit.SECONDS).close();
            Runtime.getRuntime().halt(0);
        } catch (CancellationException neverStarted) {
            log.debug("There is nothing to stop", neverStarted);
        } catch (Throwable e) {
            try {
                log.error("The {} node did not stop cleanly", name, e);
            } finally {
                Runtime.getRuntime().halt(1);
            }
        }
    }

    /**
     * Waits until Postgres answers and its schema is current, as long as the settings say, so that nodes may be started
     * together with their database.
     *
     * @throws StartException saying what is missing, or, without a wait, that an older build has made the database
     */
    public static void awaitCurrentSchema(Database database, Backends backends) {
        DatabaseSettings settings = backends.database();
        long deadline = System.nanoTime() + backends.startWait().toNanos();
        String told = "";
        String problem = problem(database, settings);
        while (!problem.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new StartException(problem);
            }
            // Numbers of connections and milliseconds are different each time, and the problem is the same.
            String kind = problem.replaceAll("\\d+", "");
            if (!kind.equals(told)) {
                log.info("{} Waiting up to {}.", problem, Durations.format(backends.startWait()));
                told = kind;
            }
            pause();
            problem = problem(database, settings);
        }
    }

    private static String problem(Database database, DatabaseSettings settings) {
        try {
            return PoolerCheck.losesPreparedStatements(settings)
                    ? LOSING_POOLER
                    : problemOfPostgres(database, settings);
        } catch (SQLException away) {
            return settings.notAnswering(away);
        }
    }

    private static String problemOfPostgres(Database database, DatabaseSettings settings) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            if (!Schema.isCurrent(connection)) {
                requireUpgradable(connection);
                return "The schema of " + settings + " is not up to date; run 'millrace migrate' first.";
            }
            return database.condition().problem() == PostgresError.READ_ONLY
                    ? "Postgres at " + settings + " takes no changes; is " + DatabaseSettings.URL
                            + " that of a standby?"
                    : "";
        }
    }

    /** What an older build has made no wait will change. */
    private static void requireUpgradable(Connection connection) throws SQLException {
        try {
            Schema.requireUpgradable(connection);
        } catch (OlderBuildException e) {
            throw new StartException(String.valueOf(e.getMessage()));
        }
    }

    private static void pause() {
        try {
            if (STOP.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new StartException("Stopped while waiting for Postgres.");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted while waiting for Postgres.");
        }
    }
}

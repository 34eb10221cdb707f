package dev.millrace.model.node;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.db.Schema;
import dev.millrace.model.config.ConfigurationException;
import dev.millrace.model.config.Environment;
import dev.millrace.model.db.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a node as the main program of a process. */
public final class NodeStart {
    private static final Logger log = LoggerFactory.getLogger(NodeStart.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long RETRY_MILLIS = 500;

    private NodeStart() {}

    /** Makes a node from the environment and starts it. */
    public interface Factory {
        AutoCloseable start(Environment environment) throws Exception;
    }

    /**
     * Starts the node, and stops it on TERM or INT: the exit status is 0 when it has stopped in order. When it cannot
     * start, says why in a line or a few on standard error and exits with 1.
     */
    public static void main(String name, Factory factory) {
        try {
            Environment environment = new Environment(System.getenv());
            AutoCloseable node = factory.start(environment);
            environment.unknown().forEach(log::info);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(name, node), "shutdown"));
        } catch (ConfigurationException | StartException e) {
            System.err.println("millrace " + name + ": " + e.getMessage());
            System.exit(1);
        } catch (Exception e) {
            log.debug("Start failed", e);
            System.err.println("millrace " + name + ": cannot start: " + e.getMessage());
            System.exit(1);
        }
    }

    /** Ends with halt: left to itself, a JVM that was asked to stop reports the signal (143) as if that were a failure. */
    private static void stop(String name, AutoCloseable node) {
        try {
            node.close();
            Runtime.getRuntime().halt(0);
        } catch (Exception e) {
            log.error("The {} node did not stop cleanly", name, e);
            Runtime.getRuntime().halt(1);
        }
    }

    /**
     * Waits until Postgres answers and its schema is current, for half a minute at most, so that nodes may be started
     * together with their database.
     *
     * @throws StartException saying what is missing
     */
    public static void awaitCurrentSchema(Database database, DatabaseSettings settings) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String problem = problem(database, settings);
        while (!problem.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new StartException(problem);
            }
            log.info("{} Waiting.", problem);
            pause();
            problem = problem(database, settings);
        }
    }

    private static String problem(Database database, DatabaseSettings settings) {
        try (Connection connection = database.dataSource().getConnection()) {
            return Schema.isCurrent(connection)
                    ? ""
                    : "The schema of " + settings + " is not up to date; run 'millrace migrate' first.";
        } catch (SQLException away) {
            return "Postgres at " + settings + " does not answer (" + away.getMessage() + "); is "
                    + DatabaseSettings.URL + " right, and is it running?";
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted while waiting for Postgres.");
        }
    }
}

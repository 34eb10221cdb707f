package dev.millrace.model.db;

import dev.millrace.db.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Postgres for the time, twice a second while somebody waits for it, and else now and then. Notices a Postgres that holds its connections and does not answer: a frozen
 * one, or one whose machine or network is gone. A statement may be long, so that only a connection that does nothing else
 * can tell slow from silent.
 */
final class SilenceWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SilenceWatch.class);
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final int PATIENCE_SECONDS = 1;

    /** A silence that nobody meets harms nobody; the clocks do not drift apart in so short a time. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /**
     * Requests are to be refused within five seconds, some of which they spend on the way. Two questions to a frozen
     * Postgres take longer.
     */
    private static final Duration SILENCE = Duration.ofMillis(1_900);

    private final DatabaseSettings settings;
    private final String application;
    private final WatchedPool pool;
    private final ClockError clock = new ClockError();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "postgres-watch");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable Connection connection;
    private long heardAt = System.nanoTime() - LONGEST_PAUSE.toNanos();
    private long unansweredSince;
    private boolean unanswered;
    private boolean silent;

    SilenceWatch(DatabaseSettings settings, String application, WatchedPool pool) {
        this.settings = settings;
        this.application = application;
        this.pool = pool;
    }

    void start() {
        ScheduledFuture<?> ignored =
                timer.scheduleWithFixedDelay(this::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        long now = System.nanoTime();
        if (!unanswered && !pool.isWaitedFor() && now - heardAt < LONGEST_PAUSE.toNanos()) {
            return;
        }
        try {
            askTwice();
            heard();
        } catch (SQLException failed) {
            disconnect();
            if (!unanswered) {
                unanswered = true;
                unansweredSince = now;
            }
            if (System.nanoTime() - unansweredSince > SILENCE.toNanos()) {
                notHeard(failed);
            }
        }
    }

    /** A connection may be broken, or cut by a firewall on the way, and say nothing of Postgres. */
    private void askTwice() throws SQLException {
        try {
            ask();
        } catch (SQLException broken) {
            disconnect();
            ask();
        }
    }

    private void ask() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = connect();
            connection = open;
        }
        Instant asked = Instant.now();
        try (Statement statement = open.createStatement();
                ResultSet answer = statement.executeQuery("SELECT clock_timestamp()")) {
            answer.next();
            clock.note(asked, answer.getObject(1, OffsetDateTime.class).toInstant(), Instant.now());
        }
    }

    long millisAhead() {
        return clock.millisAhead();
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        properties.setProperty("ApplicationName", application + "-watch");
        properties.setProperty("connectTimeout", Integer.toString(PATIENCE_SECONDS));
        properties.setProperty("socketTimeout", Integer.toString(PATIENCE_SECONDS));
        return DriverManager.getConnection(settings.jdbcUrl(), properties);
    }

    private void heard() {
        heardAt = System.nanoTime();
        unanswered = false;
        if (silent) {
            silent = false;
            log.info("Postgres answers again");
            pool.postgresAnswers();
        }
    }

    private void notHeard(SQLException reason) {
        if (!silent) {
            silent = true;
            log.warn("Postgres does not answer; its connections are given up: {}", reason.getMessage());
        }
        // Each time: a connection can have been opened at the moment before.
        pool.postgresIsSilent(reason);
    }

    private void disconnect() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                log.debug("The watch's connection could not be broken", e);
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            if (!timer.awaitTermination(3L * PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                log.debug("The watch is still waiting for Postgres");
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        disconnect();
    }
}

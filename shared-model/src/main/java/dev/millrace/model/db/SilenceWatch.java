package dev.millrace.model.db;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.db.Schema;
import dev.millrace.model.thread.TaskThreads;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Postgres for the time, twice a second while somebody waits for it, and else now and then. Notices a Postgres that
 * holds its connections and does not answer: a frozen one, or one whose machine or network is gone. A statement may be
 * long, so that only a connection that does nothing else can tell slow from silent.
 */
final class SilenceWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SilenceWatch.class);
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final int ANSWER_TIMEOUT_SECONDS = 1;

    /** A silence that nobody meets harms nobody; the clocks do not drift apart in so short a time. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /**
     * Requests are to be refused within five seconds, some of which they spend on the way. Two questions to a frozen
     * Postgres take longer.
     */
    private static final Duration SILENCE = Duration.ofMillis(1_900);

    /** Somewhat more than two questions to a frozen Postgres take. */
    private static final Duration ANSWER_WAIT = Duration.ofMillis(2_500);

    private final DatabaseSettings settings;
    private final String application;
    private final WatchedPool pool;
    private final ClockError clock = new ClockError();
    private final TaskThreads timer = new TaskThreads("postgres-watch", 1);
    private final AtomicReference<@Nullable CompletableFuture<Condition>> asking = new AtomicReference<>();
    private @Nullable Connection connection;
    private long heardAt = System.nanoTime() - LONGEST_PAUSE.toNanos();
    private long unansweredSince;
    private boolean awaitingAnswer;
    private boolean silent;

    SilenceWatch(DatabaseSettings settings, String application, WatchedPool pool) {
        this.settings = settings;
        this.application = application;
        this.pool = pool;
    }

    void start() {
        timer.every(Duration.ZERO, INTERVAL, this::look);
    }

    private void look() {
        long now = System.nanoTime();
        if (!awaitingAnswer && !pool.isWaitedFor() && now - heardAt < LONGEST_PAUSE.toNanos()) {
            return;
        }
        try {
            askTwice();
            heard();
        } catch (SQLException failed) {
            noteFailure(failed, now);
        }
    }

    /** A refusal is an answer, too: Postgres is not silent, and what it refuses is for whoever asks to meet. */
    private void noteFailure(SQLException failed, long asked) {
        disconnect();
        if (PostgresError.isItsAnswer(failed)) {
            log.debug("Postgres refuses to tell the time", failed);
            heard();
            return;
        }
        if (!awaitingAnswer) {
            awaitingAnswer = true;
            unansweredSince = asked;
        }
        if (System.nanoTime() - unansweredSince > SILENCE.toNanos()) {
            notHeard(failed);
        }
    }

    /** Asks now, on its own connection: whoever looks after nodes must get an answer also when all others are in use. */
    Condition condition() {
        long began = System.nanoTime();
        CompletableFuture<Condition> answer = new CompletableFuture<>();
        CompletableFuture<Condition> asked = asking.updateAndGet(under -> under == null ? answer : under);
        try {
            if (asked == answer) {
                timer.execute(() -> {
                    asking.set(null);
                    answer.complete(look(System.nanoTime()));
                });
            }
            return asked.get(ANSWER_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.debug("Nobody knows how Postgres does", e);
        }
        return Condition.bad(new TimeoutException(), began);
    }

    private Condition look(long began) {
        try {
            boolean migrated = Schema.isCurrent(askTwice());
            heard();
            return Condition.good(migrated, began);
        } catch (SQLException failed) {
            noteFailure(failed, began);
            return Condition.bad(failed, began);
        }
    }

    /**
     * A connection may be broken, cut by a firewall on the way, or lead to a server that was the primary once, and say
     * nothing of Postgres as it is now. What a new one is answered counts.
     */
    private Connection askTwice() throws SQLException {
        boolean isNew = connection == null;
        try {
            return ask();
        } catch (SQLException broken) {
            disconnect();
            if (isNew && PostgresError.isItsAnswer(broken)) {
                throw broken;
            }
            return ask();
        }
    }

    private Connection ask() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = OwnConnection.open(settings, application + "-watch", ANSWER_TIMEOUT_SECONDS);
            connection = open;
        }
        Instant asked = Instant.now();
        try (Statement statement = open.createStatement();
                ResultSet answer =
                        statement.executeQuery("SELECT clock_timestamp(), current_setting('transaction_read_only')")) {
            answer.next();
            clock.note(asked, answer.getObject(1, OffsetDateTime.class).toInstant(), Instant.now());
            if (answer.getString(2).equals("on")) {
                throw new ReadOnlyException();
            }
        }
        return open;
    }

    long millisAhead() {
        return clock.millisAhead();
    }

    private void heard() {
        heardAt = System.nanoTime();
        awaitingAnswer = false;
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
        timer.close();
        try {
            if (!timer.awaitEnd(Duration.ofSeconds(3L * ANSWER_TIMEOUT_SECONDS))) {
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

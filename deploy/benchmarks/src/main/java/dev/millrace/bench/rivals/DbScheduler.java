package dev.millrace.bench.rivals;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** db-scheduler with the faster of its ways to fetch. It keeps nothing of what has ended. */
final class DbScheduler implements Rival {
    private static final double FETCH_WHEN_BELOW = 0.5;
    private static final double FETCH_UP_TO = 4;

    /** The table and the indexes that its manual asks for. */
    private static final String SCHEMA = """
            CREATE TABLE scheduled_tasks (
                task_name text NOT NULL, task_instance text NOT NULL, task_data bytea,
                execution_time timestamptz NOT NULL, picked boolean NOT NULL, picked_by text,
                last_success timestamptz, last_failure timestamptz, consecutive_failures integer,
                last_heartbeat timestamptz, version bigint NOT NULL, priority smallint, state text,
                PRIMARY KEY (task_name, task_instance));
            CREATE INDEX ON scheduled_tasks (execution_time);
            CREATE INDEX ON scheduled_tasks (last_heartbeat);
            CREATE INDEX ON scheduled_tasks (priority DESC, execution_time)
            """;

    private final OneTimeTask<Void> task = Tasks.oneTime("noop").execute((instance, context) -> Tally.hit());
    private final Scheduler scheduler;

    DbScheduler(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(SCHEMA);
        }
        scheduler = Scheduler.create(database, task)
                .threads(THREADS)
                .enableImmediateExecution()
                .pollUsingLockAndFetch(FETCH_WHEN_BELOW, FETCH_UP_TO)
                .build();
        scheduler.start();
        scheduler.pause();
    }

    @Override
    public void fill(int jobs) {
        Stream<TaskInstance<?>> instances =
                Stream.generate(() -> task.instance(UUID.randomUUID().toString()));
        scheduler.scheduleBatch(instances.limit(jobs), Instant.now());
    }

    @Override
    public void resume() {
        scheduler.resume();
        scheduler.triggerCheckForDueExecutions();
    }

    @Override
    public void pause() {
        scheduler.pause();
    }

    @Override
    public String leftQuery() {
        return "SELECT EXISTS (SELECT FROM scheduled_tasks)";
    }
}

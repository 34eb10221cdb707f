package dev.millrace.bench.rivals;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** The process of a rival: for each number of jobs that it reads, it stores so many, runs them, and says how long it took. */
final class RivalProgram {
    static final String URL = "RIVAL_DATABASE_URL";
    static final String USER = "RIVAL_DATABASE_USER";
    static final String PASSWORD = "RIVAL_DATABASE_PASSWORD";
    static final String JOBRUNR = "jobrunr";
    static final String DB_SCHEDULER = "db-scheduler";

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private RivalProgram() {}

    /** @param arguments the rival's name */
    public static void main(String[] arguments) throws IOException, SQLException, InterruptedException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(System.getenv(URL));
        config.setUsername(System.getenv(USER));
        config.setPassword(System.getenv(PASSWORD));
        DataSource database = new HikariDataSource(config);
        Rival rival = arguments[0].equals(JOBRUNR) ? new JobRunrAlone(database) : new DbScheduler(database);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String jobs = commands.readLine(); jobs != null; jobs = commands.readLine()) {
            System.out.println(nanosOf(rival, Integer.parseInt(jobs), database));
        }
        // What a rival still does in the background is of no use to anyone.
        Runtime.getRuntime().halt(0);
    }

    /** From the start of the first until the store says that none is left. */
    private static long nanosOf(Rival rival, int jobs, DataSource database) throws SQLException, InterruptedException {
        rival.fill(jobs);
        Tally tally = Tally.expect(jobs);
        rival.resume();
        tally.await();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            while (isTrue(statement, rival.leftQuery())) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
        long nanos = System.nanoTime() - tally.first();
        rival.pause();
        return nanos;
    }

    private static boolean isTrue(Statement statement, String query) throws SQLException {
        try (ResultSet result = statement.executeQuery(query)) {
            return result.next() && result.getBoolean(1);
        }
    }
}

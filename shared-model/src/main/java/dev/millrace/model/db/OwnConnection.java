package dev.millrace.model.db;

import dev.millrace.db.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Connections of no pool, for what must be asked of Postgres when the pool has none left or cannot make one. */
final class OwnConnection {
    private OwnConnection() {}

    /**
     * Connects.
     *
     * @param application shown in {@code pg_stat_activity}
     * @param timeoutSeconds for the connection, and for each answer
     */
    static Connection open(DatabaseSettings settings, String application, int timeoutSeconds) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        properties.setProperty("ApplicationName", application);
        properties.setProperty("connectTimeout", Integer.toString(timeoutSeconds));
        properties.setProperty("socketTimeout", Integer.toString(timeoutSeconds));
        // As the pools do, where the address says nothing else.
        properties.setProperty("prepareThreshold", "1");
        return DriverManager.getConnection(settings.jdbcUrl(), properties);
    }
}

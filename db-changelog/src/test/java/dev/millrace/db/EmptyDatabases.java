package dev.millrace.db;

import dev.millrace.postgres.LocalPostgres;
import dev.millrace.postgres.TemporaryPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Postgres of the JVM's own, and new databases on it. This module comes before the one with the shared servers. */
final class EmptyDatabases {
    private static final LocalPostgres POSTGRES = start();
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private EmptyDatabases() {}

    private static LocalPostgres start() {
        try {
            return TemporaryPostgres.start(Path.of("target"), Map.of("timezone", "Pacific/Chatham"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JDBC address of a database without any table. */
    static String create() throws SQLException {
        String name = "empty_" + DATABASES.incrementAndGet();
        try (Connection admin = connect(url("postgres"));
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return url(name);
    }

    private static String url(String database) {
        return "jdbc:postgresql://localhost:" + POSTGRES.port() + "/" + database + "?user=postgres";
    }

    static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url);
    }

    /** The answer's rows, their values separated by {@code |}. */
    static List<String> rows(String url, String query) throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            int columns = answer.getMetaData().getColumnCount();
            List<String> rows = new ArrayList<>();
            while (answer.next()) {
                rows.add(IntStream.rangeClosed(1, columns)
                        .mapToObj(column -> text(answer, column))
                        .collect(Collectors.joining("|")));
            }
            return rows;
        }
    }

    private static String text(ResultSet row, int column) {
        try {
            return String.valueOf(row.getString(column));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

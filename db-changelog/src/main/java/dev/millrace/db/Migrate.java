package dev.millrace.db;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code millrace migrate}: brings the database that the environment names up to date, then exits. */
public final class Migrate {
    private Migrate() {}

    /** Exits with 0 when the schema is current, with 1 and one line on standard error when it is not. */
    public static void main(String[] arguments) {
        try {
            DatabaseSettings settings = settings();
            migrate(settings);
            System.out.println("The schema of " + settings + " is up to date.");
            if (System.out.checkError()) {
                System.err.println("millrace migrate: Cannot write to standard output");
                System.exit(1);
            }
        } catch (IllegalArgumentException | SchemaException e) {
            System.err.println("millrace migrate: " + e.getMessage());
            System.exit(1);
        }
    }

    private static DatabaseSettings settings() {
        List<String> problems = new ArrayList<>();
        Map<String, String> environment = SecretFiles.read(System.getenv(), problems::add);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        try {
            OwnEnvironment.wipe();
        } catch (IOException e) {
            System.err.println("millrace migrate: programs of this user can read its environment: " + e.getMessage());
        }
        return DatabaseSettings.from(environment);
    }

    private static void migrate(DatabaseSettings settings) {
        try {
            Connection connection =
                    DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
            Schema.migrate(connection);
        } catch (SQLException e) {
            throw new SchemaException(settings.notAnswering(e), e);
        }
    }
}

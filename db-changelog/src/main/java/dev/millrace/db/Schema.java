package dev.millrace.db;

import java.net.URL;
import java.net.URLClassLoader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.analytics.configuration.AnalyticsArgs;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.command.core.helpers.ShowSummaryArgument;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.lockservice.LockServiceFactory;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;

/** The schema of the database: bring it up to date, or ask whether it is. */
public final class Schema {
    /** The change set that comes first: a database without it, but with others of ours, is of before the first release. */
    static final String FIRST = "tool-tables";

    /** The change set that was added last: a database that has it has them all. Tests hold both to the changelog. */
    static final String NEWEST = "revision-1";

    /** Any number that no other program on the database takes for its advisory locks. */
    private static final long LOCK = 7_885_222_117_301_001L;

    /** The newest of JobRunr's migrations that jobrunr.sql stands for. */
    static final String NEWEST_OF_JOBRUNR = "v016__alter_jobs_stats_add_awaiting_jobs.sql";

    private static final String CHANGELOG = "dev/millrace/db/changelog.yaml";

    /** Liquibase logs to java.util.logging whatever is on the class path; kept here, or the level would be forgotten. */
    private static final Logger LIQUIBASE = Logger.getLogger("liquibase");

    static {
        LIQUIBASE.setLevel(Level.WARNING);
    }

    private Schema() {}

    /**
     * Applies every change set that is missing, and changes nothing in the database of a newer build. Safe to call from
     * several processes at once: one works, the others wait.
     *
     * @param connection of the caller's own making; it is closed, and with its session ends the lock
     * @throws OlderBuildException when the database was made before the first release; nothing is changed
     * @throws SchemaException when a change set fails; those before it stay applied
     */
    public static void migrate(Connection connection) {
        try (connection;
                URLClassLoader own = ownFiles()) {
            lock(connection);
            requireUpgradable(connection);
            Scope.child(
                    Map.of(
                            // Liquibase reports its use to its makers unless told not to.
                            AnalyticsArgs.ENABLED.getKey(),
                            false,
                            Scope.Attr.resourceAccessor.name(),
                            new ClassLoaderResourceAccessor(own),
                            Scope.Attr.ui.name(),
                            new LoggerUIService()),
                    () -> {
                        if (!isOfANewerBuild(connection)) {
                            requireNoOlderJobRunr(connection);
                            update(connection);
                        }
                    });
        } catch (SchemaException e) {
            throw e;
        } catch (Exception e) {
            throw new SchemaException("The database could not be brought up to date: " + e.getMessage(), e);
        }
    }

    /** The change log beside this class alone: a class path may name its jar more than once, which Liquibase refuses. */
    private static URLClassLoader ownFiles() {
        URL location = Schema.class.getProtectionDomain().getCodeSource().getLocation();
        return new URLClassLoader(new URL[] {location}, ClassLoader.getPlatformClassLoader());
    }

    /** Liquibase's own lock is a table, which two that find an empty database both try to create. */
    private static void lock(Connection connection) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_advisory_lock(?)")) {
            lock.setLong(1, LOCK);
            lock.execute();
        }
    }

    /**
     * Looks at the change sets that the database has, and changes nothing.
     *
     * @throws OlderBuildException when the database was made before the first release
     */
    public static void requireUpgradable(Connection connection) throws SQLException {
        List<String> applied = ChangeSets.applied(connection);
        if (!applied.isEmpty() && !applied.contains(FIRST)) {
            throw new OlderBuildException(
                    "The database %s was made by an older build of Millrace (its change log ends with"
                                    .formatted(connection.getCatalog())
                            + " millrace:%s), which this one cannot upgrade. Use an empty database, or drop this one's schema %s, all jobs included."
                                    .formatted(applied.get(applied.size() - 1), connection.getSchema()));
        }
    }

    /**
     * Whether there are change sets that this build does not know. It must not touch them: its own functions would take the
     * place of newer ones.
     */
    private static boolean isOfANewerBuild(Connection connection) throws SQLException, LiquibaseException {
        List<String> unknown = new ArrayList<>(ChangeSets.applied(connection));
        if (unknown.isEmpty()) {
            return false;
        }
        unknown.removeAll(ChangeSets.known(CHANGELOG));
        if (!unknown.isEmpty() && !isCurrent(connection)) {
            throw new SchemaException(
                    "The database %s was made by a newer build of Millrace (its change log has millrace:%s)"
                                    .formatted(connection.getCatalog(), unknown.get(unknown.size() - 1))
                            + " and is not complete. Use 'millrace migrate' of that build.");
        }
        return !unknown.isEmpty();
    }

    /** Tables that a program with JobRunr has made are taken as they are, and must be those of the JobRunr in use. */
    private static void requireNoOlderJobRunr(Connection connection) throws SQLException {
        if (!exists(
                connection,
                "SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = ?",
                "jobrunr_migrations")) {
            return;
        }
        if (!exists(connection, "SELECT 1 FROM jobrunr_migrations WHERE script = ?", NEWEST_OF_JOBRUNR)) {
            throw new SchemaException(
                    "The database %s has tables of an older JobRunr. Start a program with JobRunr 8.7 on it once, which brings"
                                    .formatted(connection.getCatalog())
                            + " them up to date, and then run 'millrace migrate' again.");
        }
    }

    private static boolean exists(Connection connection, String query, String argument) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, argument);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void update(Connection connection) throws LiquibaseException {
        Database database =
                DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
        // Ours is held, so whoever left Liquibase's behind is dead.
        LockServiceFactory.getInstance().getLockService(database).forceReleaseLock();
        new CommandScope(UpdateCommandStep.COMMAND_NAME)
                .addArgumentValue(UpdateCommandStep.CHANGELOG_FILE_ARG, CHANGELOG)
                .addArgumentValue(ShowSummaryArgument.SHOW_SUMMARY, UpdateSummaryEnum.OFF)
                .addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, database)
                .execute();
    }

    /** Whether this program's newest change set is applied; a newer program's database counts as current too. */
    public static boolean isCurrent(Connection connection) throws SQLException {
        if (!ChangeSets.exists(connection)) {
            return false;
        }
        try (PreparedStatement newest = connection.prepareStatement("SELECT 1 FROM databasechangelog WHERE id = ?")) {
            newest.setString(1, NEWEST);
            try (ResultSet rows = newest.executeQuery()) {
                return rows.next();
            }
        }
    }
}

package dev.millrace.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import liquibase.Scope;
import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.ChangeSet;
import liquibase.exception.LiquibaseException;
import liquibase.parser.ChangeLogParserFactory;
import liquibase.resource.ResourceAccessor;

/** The ids of the change sets that a database has, and of those that this build knows. */
final class ChangeSets {
    private ChangeSets() {}

    /** Those of Millrace, in the order in which they were applied; none where nothing was ever migrated. */
    static List<String> applied(Connection connection) throws SQLException {
        List<String> ids = new ArrayList<>();
        if (!exists(connection)) {
            return ids;
        }
        try (PreparedStatement query = connection.prepareStatement(
                        "SELECT id FROM databasechangelog WHERE author = 'millrace' ORDER BY orderexecuted");
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    /** Whether Liquibase has ever been here. */
    static boolean exists(Connection connection) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement("SELECT to_regclass('databasechangelog') IS NOT NULL");
                ResultSet rows = query.executeQuery()) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    /** Those of a changelog, which is read with the accessor of Liquibase's scope. */
    static Set<String> known(String changelog) throws LiquibaseException {
        ResourceAccessor resources = Scope.getCurrentScope().getResourceAccessor();
        return ChangeLogParserFactory.getInstance()
                .getParser(changelog, resources)
                .parse(changelog, new ChangeLogParameters(), resources)
                .getChangeSets()
                .stream()
                .map(ChangeSet::getId)
                .collect(Collectors.toSet());
    }
}

package dev.millrace.db;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A schema in words of SQL, always in the same order: what a person wants to know of it, not what makes another one. */
final class SchemaText {
    /** Liquibase's tables are no part of it, and slices of the history come and go. */
    private static final String RELATIONS = """
            WITH kept AS (
                SELECT *, pg_partition_root(oid)::regclass::text AS root FROM pg_class
                WHERE relnamespace = current_schema()::regnamespace AND relname !~ '^databasechangelog|_[0-9]{12}$')
            """;

    private static final String TABLES = RELATIONS + """
            SELECT concat(
                'CREATE TABLE ', relname,
                ' PARTITION OF ' || (SELECT inhparent::regclass::text FROM pg_inherits WHERE inhrelid = kept.oid),
                E' (\n' || (
                    SELECT string_agg('    ' || line, E',\n' ORDER BY kind, place, line COLLATE "C") FROM (
                        SELECT 1 AS kind, attnum AS place, concat(
                                   rpad(attname, max(length(attname)) OVER () + 1), format_type(atttypid, atttypmod),
                                   CASE WHEN attnotnull THEN ' NOT NULL' END,
                                   ' DEFAULT ' || pg_get_expr(adbin, adrelid)) AS line
                        FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
                        WHERE attrelid = kept.oid AND attnum > 0 AND NOT attisdropped AND NOT relispartition
                        UNION ALL
                        SELECT 2, 0, concat('CONSTRAINT ', conname, ' ', pg_get_constraintdef(oid)) FROM pg_constraint
                        WHERE conrelid = kept.oid AND contype <> 'n' AND conislocal AND conparentid = 0) AS lines)
                    || E'\n)',
                E'\n' || pg_get_expr(relpartbound, oid), E'\nPARTITION BY ' || pg_get_partkeydef(oid), ';',
                (SELECT string_agg(E'\n' || replace(pg_get_indexdef(indexrelid), ' ONLY ', ' ') || ';', ''
                                   ORDER BY indexrelid::regclass::text COLLATE "C")
                 FROM pg_index
                 WHERE indrelid = kept.oid AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
                   AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = indexrelid)))
            FROM kept WHERE relkind IN ('r', 'p')
            ORDER BY coalesce(root, relname) COLLATE "C", (SELECT count(*) FROM pg_partition_ancestors(oid)), relname
            """;

    private static final String SEQUENCES =
            RELATIONS + "SELECT 'CREATE SEQUENCE ' || relname || ';' FROM kept WHERE relkind = 'S' ORDER BY relname";

    private static final String VIEWS = RELATIONS + """
            SELECT concat('CREATE VIEW ', relname, E' AS\n', pg_get_viewdef(oid, true)) FROM kept
            WHERE relkind = 'v' ORDER BY relname
            """;

    /** What is behind their signatures is for the files that make them. */
    private static final String FUNCTIONS = """
            SELECT concat(
                regexp_replace(pg_get_functiondef(oid), '\nAS [$].*', ''), ';',
                CASE WHEN NOT EXISTS (SELECT FROM aclexplode(coalesce(proacl, acldefault('f', proowner))) WHERE grantee = 0)
                     THEN E'\nREVOKE EXECUTE ON FUNCTION ' || oid::regprocedure || ' FROM PUBLIC;' END)
            FROM pg_proc WHERE pronamespace = current_schema()::regnamespace ORDER BY oid::regprocedure::text COLLATE "C"
            """;

    private SchemaText() {}

    static String of(String database) throws SQLException {
        return Stream.of(SEQUENCES, TABLES, FUNCTIONS, VIEWS)
                .flatMap(query -> rows(database, query).stream())
                .map(text -> text.replace("OR REPLACE ", "").replace(" public.", " "))
                .collect(Collectors.joining("\n\n", "", "\n"));
    }

    private static List<String> rows(String database, String query) {
        try {
            return EmptyDatabases.rows(database, query);
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }
}

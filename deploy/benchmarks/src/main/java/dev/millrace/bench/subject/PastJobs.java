package dev.millrace.bench.subject;

import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Multiplies jobs that have ended: a long history without the time that it would take to run. */
public final class PastJobs {
    /** What is kept of a job that did nothing, and the column that says whose it is. */
    private static final List<Table> TABLES =
            List.of(new Table("job_finished", "id"), new Table("attempt", "job_id"), new Table("job_event", "job_id"));

    private static final int COPIES_TOGETHER = 20;

    /** The id with its time, the first 48 bits, set back: each copy is of jobs made a second before the last. */
    private static final String EARLIER_ID = """
            (lpad(to_hex(('x' || left(replace(%1$s::text, '-', ''), 12))::bit(48)::bigint - copy * 1000), 12, '0')
                || substr(replace(%1$s::text, '-', ''), 13))::uuid""";

    private PastJobs() {}

    private record Table(String name, String id) {}

    /**
     * Copies all that has ended so far, which is to have been submitted within a second, with ids of its own.
     *
     * @param jobs how many there shall be of them, at least
     * @param progress told how far it is
     */
    public static void fill(Jdbi jdbi, int jobs, Consumer<String> progress) {
        jdbi.useHandle(handle -> {
            for (Table table : TABLES) {
                handle.execute("CREATE TEMPORARY TABLE sample_" + table.name() + " AS SELECT * FROM " + table.name());
            }
            int sample = handle.createQuery("SELECT count(*) FROM sample_job_finished")
                    .mapTo(Integer.class)
                    .one();
            int copies = jobs / sample;
            for (int copy = 1; copy <= copies; copy += COPIES_TOGETHER) {
                progress.accept("history of " + (long) copy * sample + " of " + jobs + " jobs");
                for (Table table : TABLES) {
                    insert(handle, table, copy, Math.min(copy + COPIES_TOGETHER - 1, copies));
                }
            }
            for (Table table : TABLES) {
                handle.execute("DROP TABLE sample_" + table.name());
            }
        });
    }

    private static void insert(Handle handle, Table table, int firstCopy, int lastCopy) {
        String columns = handle.createQuery("""
                        SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
                        WHERE table_schema = current_schema() AND table_name = :table
                          AND column_name <> :id AND (table_name, column_name) <> ('job_event', 'number')
                        """)
                .bind("table", table.name())
                .bind("id", table.id())
                .mapTo(String.class)
                .one();
        handle.createUpdate("INSERT INTO " + table.name() + " (" + table.id() + ", " + columns + ") SELECT "
                        + EARLIER_ID.formatted(table.id()) + ", " + columns + " FROM sample_" + table.name()
                        + " CROSS JOIN generate_series(:first, :last) AS copy")
                .bind("first", firstCopy)
                .bind("last", lastCopy)
                .execute();
    }
}

package dev.millrace.bench.queue;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Measurement.Target;
import dev.millrace.bench.scenario.Extent;
import dev.millrace.bench.scenario.Scenario;
import dev.millrace.bench.subject.Services;
import dev.millrace.bench.subject.Subject;
import dev.millrace.model.job.Priority;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;

/**
 * What jobs of other programs cost those of tools: two databases take turns, of which one has them in JobRunr's own table.
 * One in ten waits to be run.
 */
public final class ProgramsBeside implements Scenario {
    private static final int SLOTS = 16;
    private static final int ROWS_TOGETHER = 100_000;

    /** As long as JobRunr writes a job that has ended. */
    private static final String FILL = """
            INSERT INTO jobrunr_jobs (id, version, jobAsJson, jobSignature, state, createdAt, updatedAt)
            SELECT gen_random_uuid(), 1, repeat('x', 900), 'example.Program.run' || n % 20 || '()',
                   CASE WHEN n % 10 = 0 THEN 'ENQUEUED' ELSE 'SUCCEEDED' END, now(), now()
            FROM generate_series(1, :rows) AS n
            """;

    @Override
    public String name() {
        return "queue-programs";
    }

    @Override
    public List<Measurement> run(Subject subject, Extent extent, Consumer<String> progress) throws IOException {
        Services services = subject.services();
        try (QueueSite small = QueueSite.open(services, "millrace_bench", SLOTS);
                QueueSite large = QueueSite.open(services, "millrace_bench_programs", SLOTS)) {
            fill(large.database().jdbi(), extent.history(), progress);
            large.database().vacuum();
            large.database().checkpoint();
            InTurn.Rates rates = InTurn.measure(small, large, List.of(Priority.NORMAL), "programs", progress);
            return List.of(
                    Measurement.rates(name(), rates.large(), null),
                    Measurement.rates(name() + ".without", rates.small(), null),
                    Measurement.ratios(name() + ".ratio", rates.large(), rates.small(), Target.atLeast(0.95)));
        }
    }

    private static void fill(Jdbi jdbi, int jobs, Consumer<String> progress) {
        for (int rows = 0; rows < jobs; rows += ROWS_TOGETHER) {
            progress.accept(rows + " of " + jobs + " jobs of other programs");
            jdbi.useHandle(handle ->
                    handle.createUpdate(FILL).bind("rows", ROWS_TOGETHER).execute());
        }
    }
}

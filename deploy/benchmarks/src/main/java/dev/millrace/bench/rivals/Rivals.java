package dev.millrace.bench.rivals;

import dev.millrace.bench.queue.QueueSite;
import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Measurement.Target;
import dev.millrace.bench.scenario.Extent;
import dev.millrace.bench.scenario.Scenario;
import dev.millrace.bench.subject.BenchDatabase;
import dev.millrace.bench.subject.Companion;
import dev.millrace.bench.subject.Services;
import dev.millrace.bench.subject.Subject;
import dev.millrace.db.DatabaseSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Jobs that do nothing, queued beforehand, how many end in a second: Millrace and the others in turn. */
public final class Rivals implements Scenario {
    private static final int JOBS = 20_000;
    private static final int WARM_UPS = 3;
    private static final int ROUNDS = 5;

    @Override
    public String name() {
        return "rivals";
    }

    @Override
    public List<Measurement> run(Subject subject, Extent extent, Consumer<String> progress) throws IOException {
        Services services = subject.services();
        try (BenchDatabase jobRunrs = BenchDatabase.empty(services.postgres(), "millrace_bench_jobrunr", 1);
                BenchDatabase dbSchedulers =
                        BenchDatabase.empty(services.postgres(), "millrace_bench_db_scheduler", 1);
                QueueSite millrace = QueueSite.open(services, "millrace_bench", Rival.THREADS);
                Companion jobRunr = start(RivalProgram.JOBRUNR, jobRunrs.settings());
                Companion dbScheduler = start(RivalProgram.DB_SCHEDULER, dbSchedulers.settings())) {
            List<Double> ofMillrace = new ArrayList<>();
            List<Double> ofJobRunr = new ArrayList<>();
            List<Double> ofDbScheduler = new ArrayList<>();
            for (int round = -WARM_UPS; round < ROUNDS; round++) {
                progress.accept(round < 0 ? "warming up" : "round " + (round + 1) + " of " + ROUNDS);
                millrace.queue().submitInBulk(JOBS);
                double millraceRate = millrace.run(JOBS);
                double jobRunrRate = rate(jobRunr);
                double dbSchedulerRate = rate(dbScheduler);
                if (round >= 0) {
                    ofMillrace.add(millraceRate);
                    ofJobRunr.add(jobRunrRate);
                    ofDbScheduler.add(dbSchedulerRate);
                }
            }
            return List.of(
                    Measurement.rates("rivals.millrace", ofMillrace, null),
                    Measurement.rates("rivals.jobrunr", ofJobRunr, null),
                    Measurement.rates("rivals.db-scheduler", ofDbScheduler, null),
                    Measurement.ratios("rivals.to-jobrunr", ofMillrace, ofJobRunr, Target.atLeast(3.5)),
                    Measurement.ratios("rivals.to-db-scheduler", ofMillrace, ofDbScheduler, Target.atLeast(1.4)));
        }
    }

    private static Companion start(String rival, DatabaseSettings database) throws IOException {
        Map<String, String> environment = Map.of(
                RivalProgram.URL, database.jdbcUrl(),
                RivalProgram.USER, database.user(),
                RivalProgram.PASSWORD, database.password());
        return Companion.start(RivalProgram.class, environment, List.of(rival));
    }

    private static double rate(Companion rival) throws IOException {
        return JOBS / (Long.parseLong(rival.ask(Integer.toString(JOBS))) / 1e9);
    }
}

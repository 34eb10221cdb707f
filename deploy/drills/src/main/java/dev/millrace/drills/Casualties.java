package dev.millrace.drills;

import dev.millrace.drills.history.AttemptRecord;
import dev.millrace.drills.history.History;
import dev.millrace.drills.history.JobRecord;
import dev.millrace.drills.history.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;

/** Which workers were killed and when Postgres was away, by the clock that the tools note as well. */
final class Casualties {
    /** Long enough for every job of the killed worker to be picked up before the next fault delays that. */
    private static final int TAKEOVER_SECONDS = 6;

    private final Map<String, Double> killedAt = new HashMap<>();
    private final List<Double> postgresAwayAt = new ArrayList<>();
    private final List<Double> postgresBackAt = new ArrayList<>();

    /** Notes that the worker is killed now. */
    void kill(String worker) throws IOException {
        killedAt.put(worker, uptime());
    }

    /** Notes that Postgres answers no more. */
    void postgresIsAway() throws IOException {
        postgresAwayAt.add(uptime());
    }

    /** Notes that Postgres answers from now on. */
    void postgresIsBack() throws IOException {
        postgresBackAt.add(uptime());
    }

    /**
     * After how many seconds the first job started when Postgres was back, in ascending order; but where it went away
     * again too soon for that.
     */
    List<Double> resumptions(History history) {
        return postgresBackAt.stream()
                .filter(back ->
                        postgresAwayAt.stream().noneMatch(away -> away > back && away < back + TAKEOVER_SECONDS))
                .flatMapToDouble(back -> history.runs().values().stream()
                        .flatMap(List::stream)
                        .mapToDouble(run -> run.startedAt() - back)
                        .filter(after -> after >= 0)
                        .min()
                        .stream())
                .sorted()
                .boxed()
                .toList();
    }

    /** Waits until every job of the killed worker runs elsewhere. */
    void awaitTakeover() throws InterruptedException {
        TimeUnit.SECONDS.sleep(TAKEOVER_SECONDS);
    }

    private static double uptime() throws IOException {
        return Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0]);
    }

    /** After how many seconds the jobs of killed workers ran elsewhere, in ascending order. */
    List<Double> pickUps(History history) {
        return history.jobs().values().stream()
                .flatMapToDouble(job -> job.attempts().stream()
                        .filter(attempt -> attempt.state().equals("LOST") && killedAt.containsKey(attempt.worker()))
                        .flatMapToDouble(attempt -> pickUp(job, attempt, history)))
                .sorted()
                .boxed()
                .toList();
    }

    /** None when the job did not run again, as when it was cancelled meanwhile, or ran again before the kill already. */
    private DoubleStream pickUp(JobRecord job, AttemptRecord lost, History history) {
        double killed = killedAt.getOrDefault(lost.worker(), Double.NaN);
        return history.runs().getOrDefault(job.id(), List.of()).stream()
                .filter(run -> run.attempt() == lost.number() + 1)
                .mapToDouble(Run::startedAt)
                .map(started -> started - killed)
                .filter(after -> after >= 0);
    }
}

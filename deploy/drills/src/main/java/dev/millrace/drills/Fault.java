package dev.millrace.drills;

import dev.millrace.drills.site.Site;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** What a drill does to a site. When a fault is over, everything runs again. */
enum Fault {
    KILL_WORKER("worker killed"),
    FREEZE_WORKER("worker frozen"),
    DRAIN_WORKER("worker replaced"),
    KILL_API("API node killed"),
    RESTART_POSTGRES("Postgres restarted"),
    FREEZE_POSTGRES("Postgres frozen"),
    CUT_POSTGRES("connections to Postgres cut"),
    RESTART_REDIS("Redis restarted"),
    FREEZE_REDIS("Redis frozen");

    /** Some faults stay below the lease of four seconds, some do not. */
    private static final int LONGEST_MILLIS = 8_000;

    /** Each of them hits about half of the connections there are. */
    private static final int CUTS = 5;

    private final String title;

    Fault(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /**
     * Strikes, and mends what it broke.
     *
     * @param casualties told of each worker that is killed
     */
    void strike(Site site, Random random, Casualties casualties)
            throws IOException, SQLException, InterruptedException {
        int worker = random.nextInt(Site.WORKERS);
        switch (this) {
            case KILL_WORKER -> {
                casualties.kill(site.workerId(worker));
                site.killWorker(worker);
                casualties.awaitTakeover();
                site.startWorker(worker);
            }
            case FREEZE_WORKER -> {
                site.freezeWorker(worker);
                pause(random);
                site.thawWorker(worker);
            }
            case DRAIN_WORKER -> {
                int status = site.drainWorker(worker);
                if (status != 0) {
                    throw new IOException("A worker that was told to stop exited with " + status);
                }
                site.startWorker(worker);
            }
            case KILL_API -> site.replaceApi(random.nextInt(Site.APIS));
            case RESTART_POSTGRES -> {
                casualties.postgresIsAway();
                site.stopPostgres();
                pause(random);
                site.restartPostgres();
                casualties.postgresIsBack();
            }
            case FREEZE_POSTGRES -> {
                casualties.postgresIsAway();
                site.freezePostgres();
                pause(random);
                site.thawPostgres();
                casualties.postgresIsBack();
            }
            case CUT_POSTGRES -> {
                for (int cut = 0; cut < CUTS; cut++) {
                    site.cutPostgres();
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_MILLIS / CUTS));
                }
            }
            case RESTART_REDIS -> {
                site.redis().stop();
                pause(random);
                site.redis().restart();
            }
            case FREEZE_REDIS -> {
                site.redis().freeze();
                pause(random);
                site.redis().thaw();
            }
        }
    }

    private static void pause(Random random) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_MILLIS));
    }
}

package dev.millrace.examples.reports;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.context.JobContext;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.postgresql.ds.PGSimpleDataSource;

/** Puts jobs into JobRunr's table, with JobRunr's own scheduler and storage, and leaves them to whoever has its code. */
public final class ReportProgram {
    private final JobScheduler scheduler;

    private ReportProgram(DataSource database) {
        this.scheduler = JobRunr.configure()
                .useStorageProvider(new PostgresStorageProvider(database))
                .initialize()
                .getJobScheduler();
    }

    /** Jobs that run now. */
    private List<UUID> order(String customer) {
        return List.of(
                scheduler
                        .<Reports>enqueue(reports -> reports.write(customer, JobContext.Null))
                        .asUUID(),
                scheduler
                        .<Reports>enqueue(reports -> reports.send(customer + "@example.org", JobContext.Null))
                        .asUUID());
    }

    /** A job that runs again and again. */
    private void tidyUpEach(Duration time) {
        scheduler.<Reports>scheduleRecurrently("tidy-up", time, reports -> reports.tidyUp(JobContext.Null));
    }

    /** @param arguments the URL of Millrace's database, {@code jdbc:postgresql://host/database?user=…&password=…} */
    public static void main(String[] arguments) {
        if (arguments.length != 1) {
            System.err.println(
                    "usage: java -jar java-jobs.jar jdbc:postgresql://HOST/DATABASE?user=USER&password=PASSWORD");
            System.exit(2);
        }
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(arguments[0]);
        ReportProgram program = new ReportProgram(database);
        program.tidyUpEach(Duration.ofSeconds(15));
        program.order("ada").forEach(job -> System.out.println("job " + job));
        System.exit(0);
    }
}

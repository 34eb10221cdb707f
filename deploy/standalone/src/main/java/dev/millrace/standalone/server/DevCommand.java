package dev.millrace.standalone.server;

import dev.millrace.model.config.ConfigurationException;
import dev.millrace.model.file.Reason;
import dev.millrace.model.node.StartException;
import dev.millrace.standalone.client.terminal.StandardStreams;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace dev}: everything in one go, until Ctrl-C. */
@Command(name = "dev", description = "Start Postgres, Redis, the API and a worker in one go, until Ctrl-C.")
public final class DevCommand implements Callable<Integer> {
    @Mixin
    private StandaloneOptions options = new StandaloneOptions();

    @Override
    public Integer call() {
        return run(options, standalone -> {
            StandardStreams.output().println("Ctrl-C stops everything.");
            return waitForStop();
        });
    }

    /** What to do with a Millrace that runs; gives the exit status. */
    interface Use {
        int with(Standalone standalone);
    }

    /** Starts a Millrace, uses it, and stops it, also when this process is told to stop. */
    static int run(StandaloneOptions options, Use use) {
        // Before the first logger is made: at a terminal only what goes wrong is of interest.
        System.setProperty("MILLRACE_LOG_LEVEL", System.getenv().getOrDefault("MILLRACE_LOG_LEVEL", "WARN"));
        try {
            Standalone standalone = new Standalone();
            // Before the start, which takes its time: whoever loses patience shall not be left with a Postgres.
            Runtime.getRuntime().addShutdownHook(new Thread(standalone::close, "shutdown"));
            standalone.start(options, step -> StandardStreams.output().println(step + " …"));
            StandardStreams.output().println(Banner.of(standalone.url(), options.data()));
            int status = use.with(standalone);
            // Here rather than in the hook, which runs at the same time as that of the embedded Redis.
            standalone.close();
            return status;
        } catch (StartException | ConfigurationException | IllegalStateException | IOException e) {
            System.err.println("millrace: " + Reason.of(e));
            return 1;
        }
    }

    /** Blocks until the shutdown hook has ended everything, and the JVM with it. */
    static int waitForStop() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }
}

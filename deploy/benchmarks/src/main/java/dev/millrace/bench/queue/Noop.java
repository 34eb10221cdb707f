package dev.millrace.bench.queue;

import dev.millrace.bench.scenario.Clock;
import dev.millrace.model.config.Environment;
import dev.millrace.worker.WorkerConfig;
import dev.millrace.worker.WorkerNode;
import dev.millrace.worker.runtime.Exit;
import dev.millrace.worker.runtime.Launch;
import dev.millrace.worker.runtime.Output;
import dev.millrace.worker.runtime.ProgramEnd;
import dev.millrace.worker.runtime.Stop;
import dev.millrace.worker.runtime.ToolRuntime;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Runs tools by doing nothing, and is the program of a {@link NoopWorker}. */
final class Noop implements ToolRuntime {
    /** What it says when it takes jobs. */
    static final String READY = "ready";

    /** The argument with which it says of each run whose it is and when it began. */
    static final String STAMPS = "stamps";

    private final boolean stamps;

    private Noop(boolean stamps) {
        this.stamps = stamps;
    }

    @Override
    public Exit run(Launch launch, Output output, Stop stop) {
        if (stamps) {
            System.out.println(launch.jobId() + " " + Clock.micros());
        }
        return Exit.ended(ProgramEnd.exited(0), null, 0);
    }

    /** A worker, until its standard input ends. */
    public static void main(String[] arguments) throws IOException {
        WorkerConfig config = WorkerConfig.from(new Environment(System.getenv()));
        WorkerNode worker = WorkerNode.start(config, new Noop(List.of(arguments).contains(STAMPS)));
        System.out.println(READY);
        System.in.transferTo(OutputStream.nullOutputStream());
        worker.close();
    }
}

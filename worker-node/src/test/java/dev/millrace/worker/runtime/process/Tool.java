package dev.millrace.worker.runtime.process;

import dev.millrace.model.attempt.ProcessUsage;
import dev.millrace.model.attempt.StopReason;
import dev.millrace.test.Eventually;
import dev.millrace.worker.runtime.Exit;
import dev.millrace.worker.runtime.Launch;
import dev.millrace.worker.runtime.Output;
import dev.millrace.worker.runtime.Stop;
import dev.millrace.worker.runtime.ToolRuntime;
import dev.millrace.worker.runtime.output.OutputLimits;
import dev.millrace.worker.runtime.scratch.AttemptDirectory;
import dev.millrace.worker.runtime.scratch.Scratch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** One attempt of a tool under test; its settings may be changed before it runs. */
public final class Tool {
    public final RecordedOutput output = new RecordedOutput();
    public final AttemptDirectory directory;
    public Stop stop = new Stop();
    ToolRuntime runtime = ProcessRuntime.onThisMachine(OutputLimits.DEFAULT);
    Output receiver = output;
    public Map<String, String> environment = Map.of();
    String parameters = "{}";
    public Path home;
    Duration timeout = Duration.ofMinutes(2);
    Duration grace = Duration.ofSeconds(30);

    /** What it used; set by the end of the run. */
    volatile ProcessUsage usage;

    private final UUID jobId = UUID.randomUUID();
    private final List<String> command;

    Tool(Scratch scratch, List<String> command) {
        this.command = command;
        this.directory = scratch.directory(jobId, 1);
    }

    /** Its end, without what it used, which differs from run to run. */
    public Exit run() {
        Exit exit = runtime.run(
                new Launch(jobId, 1, command, environment, parameters, home, directory, timeout, grace),
                receiver,
                stop);
        usage = exit.process();
        return new Exit(
                exit.outcome(), exit.end(), exit.stopReason(), exit.signal(), exit.survivors(), null, exit.refusal());
    }

    /** Runs on a thread of its own. */
    public CompletableFuture<Exit> start() {
        CompletableFuture<Exit> exit = new CompletableFuture<>();
        Thread attempt = new Thread(() -> {
            try {
                exit.complete(run());
            } catch (Throwable e) {
                exit.completeExceptionally(e);
            }
        });
        attempt.start();
        return exit;
    }

    /** Runs until it has said so, then asks it to stop. */
    public Exit stopAt(String line, StopReason reason) {
        CompletableFuture<Exit> exit = start();
        Eventually.eventually("the tool says " + line, () -> output.has(line) || exit.isDone());
        stop.request(reason);
        return exit.join();
    }

    UUID jobId() {
        return jobId;
    }
}

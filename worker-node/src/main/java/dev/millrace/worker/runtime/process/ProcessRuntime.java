package dev.millrace.worker.runtime.process;

import dev.millrace.model.attempt.FailureCode;
import dev.millrace.model.attempt.StopReason;
import dev.millrace.model.file.Reason;
import dev.millrace.worker.runtime.ExhaustedException;
import dev.millrace.worker.runtime.Exit;
import dev.millrace.worker.runtime.Launch;
import dev.millrace.worker.runtime.Output;
import dev.millrace.worker.runtime.Stop;
import dev.millrace.worker.runtime.ToolRuntime;
import dev.millrace.worker.runtime.output.BoundedOutput;
import dev.millrace.worker.runtime.output.OutputLimits;
import dev.millrace.worker.runtime.process.program.CannotStartException;
import dev.millrace.worker.runtime.process.program.CleanEnvironment;
import dev.millrace.worker.runtime.process.program.Encodable;
import dev.millrace.worker.runtime.process.program.NotExecutableException;
import dev.millrace.worker.runtime.process.program.Program;
import dev.millrace.worker.runtime.process.program.SystemPath;
import dev.millrace.worker.runtime.process.spawn.Marking;
import dev.millrace.worker.runtime.process.spawn.NativeSpawner;
import dev.millrace.worker.runtime.process.spawn.Spawner;
import dev.millrace.worker.runtime.process.spawn.Spawner.Spawned;
import dev.millrace.worker.runtime.process.tree.ProcessTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a tool as a process of this machine. Thread-safe. */
public final class ProcessRuntime implements ToolRuntime {
    private final Spawner spawner;
    private final Marking marking;
    private final OutputLimits limits;

    ProcessRuntime(Spawner spawner, Marking marking, OutputLimits limits) {
        this.spawner = spawner;
        this.marking = marking;
        this.limits = limits;
    }

    /**
     * Checks what this machine offers; takes some milliseconds, for a node's start.
     *
     * @throws IllegalStateException if this is not Linux, or it lacks what starting tools takes
     */
    public static ProcessRuntime onThisMachine(OutputLimits limits) {
        if (ProcessTable.find(ProcessHandle.current().pid()).isEmpty()) {
            throw new IllegalStateException("A worker needs Linux with /proc mounted.");
        }
        Spawner spawner = NativeSpawner.orThroughLaunchers();
        return new ProcessRuntime(spawner, Marking.tryOut(spawner), limits);
    }

    @Override
    public Exit run(Launch launch, Output output, Stop stop) {
        BoundedOutput bounded = new BoundedOutput(output, limits);
        Exit exit;
        try (ToolThreads threads = ToolThreads.take(RunningTool.THREADS)) {
            exit = start(launch, bounded, stop, threads).untilItEnds(stop);
        } catch (CannotStartException e) {
            Optional<StopReason> stopped = stop.reason();
            exit = stopped.isPresent() ? Exit.stopped(stopped.get(), null, null, 0) : e.exit();
        } catch (ExhaustedException e) {
            exit = Exit.stopped(stop.reason().orElseThrow(() -> e), null, null, 0);
        }
        if (stop.isLost()) {
            exit = exit.lost();
        }
        bounded.end();
        Optional<RuntimeException> failure = bounded.failure();
        if (failure.isPresent()) {
            throw failure.get();
        }
        return exit;
    }

    private RunningTool start(Launch launch, BoundedOutput output, Stop stop, ToolThreads threads)
            throws CannotStartException {
        Map<String, String> environment = CleanEnvironment.of(launch);
        List<String> command = command(launch, environment.getOrDefault("PATH", SystemPath.DEFAULT));
        Encodable.check(command);
        Encodable.check(environment.values());
        Encodable.checkNames(environment.keySet());
        Path parameters = launch.directory().parameters();
        try {
            launch.directory().make(launch.parameters());
            Spawned spawned =
                    spawner.start(command, environment, launch.directory().work(), parameters, marking, stop);
            return new RunningTool(launch, spawned, output, threads);
        } catch (NotExecutableException e) {
            throw new CannotStartException(
                    FailureCode.PROGRAM_NOT_FOUND, "The program could not be started: " + Reason.of(e));
        } catch (IOException | IllegalArgumentException e) {
            throw new CannotStartException(
                    FailureCode.START_FAILED, "The program could not be started: " + Reason.of(e));
        }
    }

    private static List<String> command(Launch launch, String path) throws CannotStartException {
        List<String> given = launch.command();
        List<String> command = new ArrayList<>();
        command.add(Program.find(given.get(0), launch.home(), path).toString());
        command.addAll(given.subList(1, given.size()));
        return command;
    }
}

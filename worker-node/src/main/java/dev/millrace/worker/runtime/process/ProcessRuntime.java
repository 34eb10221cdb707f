package dev.millrace.worker.runtime.process;

import dev.millrace.model.job.FailureCode;
import dev.millrace.model.job.StopReason;
import dev.millrace.worker.runtime.Exit;
import dev.millrace.worker.runtime.Launch;
import dev.millrace.worker.runtime.Output;
import dev.millrace.worker.runtime.Stop;
import dev.millrace.worker.runtime.ToolRuntime;
import dev.millrace.worker.runtime.output.BoundedOutput;
import dev.millrace.worker.runtime.output.OutputLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a tool as a process of this machine. Thread-safe. */
public final class ProcessRuntime implements ToolRuntime {
    private final Path setsid;
    private final Marking marking;
    private final OutputLimits limits;

    ProcessRuntime(Path setsid, Marking marking, OutputLimits limits) {
        this.setsid = setsid;
        this.marking = marking;
        this.limits = limits;
    }

    /**
     * Checks what this machine offers; takes some milliseconds, for a node's start.
     *
     * @throws IllegalStateException if this is not Linux, or {@code setsid} or {@code prlimit} of util-linux is missing
     */
    public static ProcessRuntime onThisMachine(OutputLimits limits) {
        if (ProcessTable.find(ProcessHandle.current().pid()).isEmpty()) {
            throw new IllegalStateException("A worker needs Linux with /proc mounted.");
        }
        return new ProcessRuntime(required("setsid"), Marking.tryOut(required("prlimit")), limits);
    }

    private static Path required(String program) {
        return SystemPath.find(program, SystemPath.DEFAULT)
                .orElseThrow(() -> new IllegalStateException("A worker needs the program " + program
                        + " (package util-linux), which is not in " + SystemPath.DEFAULT + "."));
    }

    @Override
    public Exit run(Launch launch, Output output, Stop stop) {
        Optional<StopReason> early = stop.reason();
        if (early.isPresent()) {
            return Exit.stopped(early.get(), null, null, 0);
        }
        BoundedOutput bounded = new BoundedOutput(output, limits);
        Exit exit;
        try {
            exit = start(launch, bounded).untilItEnds(stop);
        } catch (CannotStartException e) {
            exit = e.exit();
        }
        bounded.end();
        Optional<RuntimeException> failure = bounded.failure();
        if (failure.isPresent()) {
            throw failure.get();
        }
        return exit;
    }

    private RunningTool start(Launch launch, BoundedOutput output) throws CannotStartException {
        Map<String, String> environment = CleanEnvironment.of(launch);
        ProcessMark mark = marking.of(launch);
        List<String> command = command(launch, mark, environment.getOrDefault("PATH", SystemPath.DEFAULT));
        Encodable.check(command);
        Encodable.check(environment.values());
        try {
            Files.writeString(launch.directory().parameters(), launch.parameters(), StandardCharsets.UTF_8);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(launch.directory().work().toFile())
                    // A file as standard input needs no thread to write it and blocks nobody, read or not.
                    .redirectInput(launch.directory().parameters().toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            return new RunningTool(launch, builder.start(), mark, output);
        } catch (IOException | IllegalArgumentException e) {
            throw new CannotStartException(
                    FailureCode.START_FAILED, "The program could not be started: " + e.getMessage());
        }
    }

    /** Prepared from left to right by programs that execute the rest in place: mark, own session, the tool. */
    private List<String> command(Launch launch, ProcessMark mark, String path) throws CannotStartException {
        List<String> given = launch.command();
        List<String> command = new ArrayList<>(mark.launcher());
        command.add(setsid.toString());
        command.add(Program.find(given.get(0), launch.home(), path).toString());
        command.addAll(given.subList(1, given.size()));
        return command;
    }
}

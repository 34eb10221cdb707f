package dev.millrace.worker.runtime.process.spawn;

import dev.millrace.model.attempt.StopReason;
import dev.millrace.worker.runtime.Stop;
import dev.millrace.worker.runtime.process.tree.ProcessMark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Starts programs, each as leader of a session of its own and with a mark that all its descendants inherit. */
public interface Spawner {
    /**
     * Starts a program, unless it is to be stopped.
     *
     * @param command the program's absolute path, and its arguments
     * @param environment all that it sees of ours
     * @param directory where it starts
     * @param input a file to be its standard input
     * @param marking gives the mark
     * @param stop asked last of all
     * @throws IOException when it was not started, saying why
     * @throws dev.millrace.worker.runtime.ExhaustedException when it was not started for want of what the machine has
     */
    Spawned start(
            List<String> command,
            Map<String, String> environment,
            Path directory,
            Path input,
            Marking marking,
            Stop stop)
            throws IOException;

    /** @throws IOException if the program is not to be started any more */
    static void check(Stop stop) throws IOException {
        Optional<StopReason> reason = stop.beforeStart();
        if (reason.isPresent()) {
            throw new IOException("stopped before it started: " + reason.get());
        }
    }

    /**
     * A program that runs.
     *
     * @param mark what its processes are known by
     * @param isChildless whether it surely never started anything; to be asked once it has ended
     */
    record Spawned(Process process, ProcessMark mark, BooleanSupplier isChildless) {}
}

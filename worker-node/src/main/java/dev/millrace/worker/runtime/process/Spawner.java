package dev.millrace.worker.runtime.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Starts programs, each as leader of a session of its own and with a mark that all its descendants inherit. */
interface Spawner {
    /**
     * Starts a program.
     *
     * @param command the program's absolute path, and its arguments
     * @param environment all that it sees of ours
     * @param directory where it starts
     * @param input a file to be its standard input
     * @param marking gives the mark
     * @throws IOException when it could not be started, saying why
     */
    Spawned start(List<String> command, Map<String, String> environment, Path directory, Path input, Marking marking)
            throws IOException;

    /** A program that runs, and what its processes are known by. */
    record Spawned(Process process, ProcessMark mark) {}
}

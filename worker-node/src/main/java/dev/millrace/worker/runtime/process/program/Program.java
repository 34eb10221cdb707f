package dev.millrace.worker.runtime.process.program;

import dev.millrace.model.attempt.FailureCode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Finds the file that a command names before anything is started, so that a missing program has a code and a message of
 * its own instead of some exit code.
 */
public final class Program {
    private Program() {}

    /**
     * @param name absolute; or with a slash, relative to the home; or without, looked up in the path
     * @return absolute
     */
    public static Path find(String name, @Nullable Path home, String path) throws CannotStartException {
        try {
            Path program = name.contains("/") ? inHome(name, home) : inPath(name, path);
            checkInterpreter(program);
            return program;
        } catch (InvalidPathException e) {
            throw notFound("The program's name is not a file name.");
        }
    }

    private static Path inHome(String name, @Nullable Path home) throws CannotStartException {
        if (home == null && !name.startsWith("/")) {
            throw notFound("The program " + name + " is relative, but the tool has no directory: it was not loaded from"
                    + " a manifest file.");
        }
        Path file = home == null ? Path.of(name) : home.resolve(name).normalize();
        if (Files.isDirectory(file)) {
            throw notFound("The program " + file + " is a directory.");
        }
        if (!Files.exists(file)) {
            throw notFound("The program " + file + (Files.isSymbolicLink(file) ? " is a link to what" : "")
                    + " does not exist on this worker.");
        }
        if (!SystemPath.isProgram(file)) {
            throw notFound(
                    "The program " + file + " may not be executed on this worker: " + ProgramFile.refusal(file) + ".");
        }
        return file;
    }

    private static Path inPath(String name, String path) throws CannotStartException {
        if (name.isEmpty()) {
            throw notFound("The program's name is empty.");
        }
        return SystemPath.find(name, path)
                .orElseThrow(() -> notFound("The program " + name + " was not found on this worker in " + path + "."));
    }

    /** Without this a script whose interpreter is missing would be reported as missing itself, by exit code 127. */
    private static void checkInterpreter(Path program) throws CannotStartException {
        String interpreter = ProgramFile.interpreter(program).orElse("");
        if (interpreter.endsWith("\r")) {
            throw notFound(
                    "The lines of the program " + program + " end with a carriage return, so that its #! line names"
                            + " no interpreter; write it with line feeds alone.");
        }
        if (interpreter.startsWith("/") && !SystemPath.isProgram(Path.of(interpreter))) {
            throw notFound("The program " + program + " needs " + interpreter + ", which this worker "
                    + (Files.exists(Path.of(interpreter))
                            ? "may not execute: " + ProgramFile.refusal(Path.of(interpreter))
                            : "does not have")
                    + ".");
        }
    }

    private static CannotStartException notFound(String message) {
        return new CannotStartException(FailureCode.PROGRAM_NOT_FOUND, message);
    }
}

package dev.millrace.worker.runtime.process;

import dev.millrace.model.job.FailureCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the file that a command names before anything is started, so that a missing program has a code and a message of
 * its own instead of some exit code.
 */
final class Program {
    private static final int LONGEST_INTERPRETER_LINE = 256;

    private Program() {}

    /**
     * @param name absolute; or with a slash, relative to the home; or without, looked up in the path
     * @return absolute
     */
    static Path find(String name, @Nullable Path home, String path) throws CannotStartException {
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
            throw notFound("The program " + file + " does not exist on this worker.");
        }
        if (!SystemPath.isProgram(file)) {
            throw notFound("The program " + file + " may not be executed on this worker.");
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
        Optional<String> interpreter = interpreter(program);
        if (interpreter.isPresent() && !SystemPath.isProgram(Path.of(interpreter.get()))) {
            throw notFound(
                    "The program " + program + " needs " + interpreter.get() + ", which this worker does not have.");
        }
    }

    private static Optional<String> interpreter(Path program) {
        try (InputStream in = Files.newInputStream(program)) {
            String start = new String(in.readNBytes(LONGEST_INTERPRETER_LINE), StandardCharsets.UTF_8);
            if (!start.startsWith("#!")) {
                return Optional.empty();
            }
            String[] words =
                    start.lines().findFirst().orElse("").substring(2).strip().split("[ \t]", 2);
            return words[0].startsWith("/") ? Optional.of(words[0]) : Optional.empty();
        } catch (IOException e) {
            // A program that may be executed need not be readable.
            return Optional.empty();
        }
    }

    private static CannotStartException notFound(String message) {
        return new CannotStartException(FailureCode.PROGRAM_NOT_FOUND, message);
    }
}

package dev.millrace.worker.runtime.process.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Why the kernel did not start a program: the number that it gives for so many reasons, in words. */
public final class ExecutionError {
    private static final int EPERM = 1;
    private static final int ENOENT = 2;
    private static final int E2BIG = 7;
    private static final int ENOEXEC = 8;
    private static final int EACCES = 13;
    private static final int EINVAL = 22;
    private static final int ETXTBSY = 26;
    private static final int ENAMETOOLONG = 36;
    private static final int ELOOP = 40;
    private static final int ELIBBAD = 80;

    private ExecutionError() {}

    /**
     * @param words of the C library
     * @param needed files and directories that the start needs beside the program
     */
    public static IOException of(int error, String words, Path program, Path... needed) {
        for (Path path : needed) {
            if (error == ENOENT && !Files.exists(path)) {
                return new IOException(path + " is gone");
            }
        }
        String place = program + ": ";
        return switch (error) {
            case ENOENT ->
                new NotExecutableException(place
                        + (Files.exists(program)
                                ? "the program that is to load it does not exist; it was made for another system"
                                : "does not exist on this worker"));
            case EACCES -> new NotExecutableException(place + ProgramFile.refusal(program));
            case ENOEXEC -> new NotExecutableException(place + ProgramFile.flaw(program));
            case ELIBBAD, EINVAL -> new NotExecutableException(place + "the program that is to load it is broken");
            case EPERM -> new NotExecutableException(place + "this user is not permitted to execute it");
            case ELOOP ->
                new NotExecutableException(place + "too many links, or interpreters of interpreters, lead to it");
            case ENAMETOOLONG -> new NotExecutableException(place + "its name is too long");
            case E2BIG ->
                new IOException(
                        place + "its arguments and environment are too long together; $MILLRACE_PARAMETERS takes more");
            case ETXTBSY -> new IOException(place + "somebody has it open for writing");
            default -> new IOException(place + words);
        };
    }
}

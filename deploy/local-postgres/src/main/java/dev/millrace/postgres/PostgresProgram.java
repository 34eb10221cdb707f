package dev.millrace.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The unpacked programs of Postgres, in a directory for temporary files that the user owns and nobody else may write to.
 *
 * @param directory with {@code bin} in it
 */
record PostgresProgram(Path directory) {
    /** What means something to a shell within double quotes: initdb calls the server so, by the path of its own program. */
    private static final Pattern READ_BY_A_SHELL = Pattern.compile("[\"$`\\\\]");

    /**
     * Unpacks them, unless an earlier start has.
     *
     * @throws IOException saying what is wrong with the directory for temporary files
     */
    static PostgresProgram unpacked() throws IOException {
        return unpackedIn(Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath());
    }

    static PostgresProgram unpackedIn(Path parent) throws IOException {
        if (READ_BY_A_SHELL.matcher(parent.toRealPath().toString()).find()) {
            throw new IOException("the directory for temporary files is " + parent
                    + ", and Postgres does not run in one with \", $, ` or \\ in its name; give Java another one with"
                    + " -Djava.io.tmpdir");
        }
        return new PostgresProgram(PostgresArchive.ofThisMachine().unpackedIn(parent));
    }

    /** Starts one of them, in a session of its own: Ctrl-C at the terminal is not meant for it. */
    Process start(String name, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("setsid"));
        if (userId() == 0) {
            // Postgres refuses to be root. Here it is nobody, and yet the owner of what root owns.
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(directory.resolve("bin").resolve(name).toString());
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .start();
    }

    static int userId() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }
}

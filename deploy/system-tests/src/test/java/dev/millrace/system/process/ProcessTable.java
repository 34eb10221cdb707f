package dev.millrace.system.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The processes of this machine, as {@code /proc} shows them. A zombie has no environment and no command, so it is not found. */
public final class ProcessTable {
    private ProcessTable() {}

    /** The processes that have this entry ({@code NAME=value}) in their environment. */
    public static List<Long> withVariable(String entry) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> ("\0" + read(pid, "environ")).contains("\0" + entry + "\0"))
                .toList();
    }

    /** Whether a variable of the process names a path below the directory. */
    public static boolean hasVariableIn(long pid, String variable, Path directory) {
        return ("\0" + read(pid, "environ")).contains("\0" + variable + "=" + directory + "/");
    }

    /** The processes whose command line holds this text. */
    public static List<Long> withCommand(String text) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> read(pid, "cmdline").contains(text))
                .toList();
    }

    /** Whether the process exists and is more than a zombie. */
    public static boolean isAlive(long pid) {
        String state = read(pid, "stat");
        return !state.isEmpty() && state.charAt(state.lastIndexOf(')') + 2) != 'Z';
    }

    /** Children that have ended, and that nobody has collected. */
    public static List<Long> zombiesOf(long parent) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> read(pid, "stat").contains(") Z " + parent + " "))
                .toList();
    }

    /** Empty when the process is gone. */
    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}

package dev.millrace.model.process;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import dev.millrace.db.OwnEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the secrets of this process from other programs of the same user, such as the tools that a worker runs. */
public final class ProcessSecrets {
    private static final Logger log = LoggerFactory.getLogger(ProcessSecrets.class);

    /** The option of Java with which nobody can attach to a node. */
    public static final String NO_ATTACHING = "-XX:+DisableAttachMechanism";

    private ProcessSecrets() {}

    /** Calls of the C library; loaded only where there is one to call. */
    private static final class LibC {
        static final int PR_SET_DUMPABLE = 4;

        static {
            Native.register(LibC.class, "c");
        }

        static native int prctl(int option, long value, long third, long fourth, long fifth) throws LastErrorException;
    }

    /**
     * Call it when the settings are read, and before anything is started: wipes the environment that the kernel shows, and
     * has the kernel refuse all others but root a look into memory, environment and open files. Where one of these cannot
     * be done, the log says so and the node goes on.
     */
    public static void protect() {
        try {
            OwnEnvironment.wipe();
        } catch (IOException | RuntimeException e) {
            log.warn(
                    "Programs of this user can read this process's environment with its secrets in /proc: {}",
                    e.getMessage());
        }
        String obstacle = NativeAccess.obstacle().orElseGet(ProcessSecrets::close);
        if (!obstacle.isEmpty()) {
            log.warn("Programs of this user, tools among them, may read this process's memory: {}", obstacle);
        }
        if (letsOthersAttach()) {
            log.warn(
                    "Programs of this user, tools among them, may attach to this JVM and read its memory;"
                            + " start Java with {}",
                    NO_ATTACHING);
        }
    }

    /** The JVM is asked through a socket, so that the kernel has no say; and it does not tell its options without a delay. */
    private static boolean letsOthersAttach() {
        Map<String, String> environment = System.getenv();
        try {
            String options = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.ISO_8859_1)
                    + environment.getOrDefault("JDK_JAVA_OPTIONS", "")
                    + environment.getOrDefault("JAVA_TOOL_OPTIONS", "");
            return !options.contains(NO_ATTACHING);
        } catch (IOException e) {
            return true;
        }
    }

    private static String close() {
        try {
            LibC.prctl(LibC.PR_SET_DUMPABLE, 0, 0, 0, 0);
            return "";
        } catch (LastErrorException | LinkageError e) {
            return String.valueOf(e.getMessage());
        }
    }
}

package dev.millrace.worker.runtime.process.program;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** What can be seen of a file that the kernel does not execute. */
final class ProgramFile {
    private static final int HEAD_BYTES = 256;
    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
    /** Where an ELF file says how wide its addresses are, in which order its bytes are, and what it is made for. */
    private static final int WIDTH = 4;

    private static final int ORDER = 5;
    private static final int LITTLE = 1;
    private static final int MACHINE = 18;

    private ProgramFile() {}

    /** The program that the first line of a script names; empty for what is none, or cannot be read. */
    static Optional<String> interpreter(Path program) {
        String head = new String(head(program), StandardCharsets.UTF_8);
        if (!head.startsWith("#!")) {
            return Optional.empty();
        }
        // Not any kind of line break: the kernel takes the carriage return of other systems for a part of the name.
        int end = head.indexOf('\n');
        String line = head.substring(2, end < 0 ? head.length() : end).replaceFirst("^[ \t]+", "");
        return Optional.of(line.replaceFirst("[ \t].*", ""));
    }

    /** Why permission to execute it was denied. */
    static String refusal(Path program) {
        if (Files.isDirectory(program)) {
            return "is a directory";
        }
        if (!Files.isRegularFile(program)) {
            return "is no file, or lies in a directory that this user may not enter";
        }
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(program);
            String denied = "permission denied; its mode is " + PosixFilePermissions.toString(mode);
            return mode.containsAll(PosixFilePermissions.fromString("--x--x--x"))
                    ? denied + ", so its file system is mounted noexec, or its interpreter may not be executed"
                    : denied;
        } catch (IOException | UnsupportedOperationException e) {
            return "permission denied";
        }
    }

    /** Why its contents cannot be executed. */
    static String flaw(Path program) {
        byte[] head = head(program);
        if (head.length == 0) {
            return Files.isReadable(program) ? "is empty" : "is no program of this machine";
        }
        if (isElf(head)) {
            byte[] own = head(Path.of("/proc/self/exe"));
            return isElf(own) && !machine(own).equals(machine(head))
                    ? "is made for another kind of machine (" + machine(head) + ", and this is " + machine(own) + ")"
                    : "is broken, or made for another system";
        }
        return interpreter(program).isPresent()
                ? "the interpreter in its #! line cannot be executed"
                : "has no #! line, and is no program of this machine";
    }

    private static boolean isElf(byte[] head) {
        return head.length > MACHINE + 1 && ByteBuffer.wrap(head, 0, ELF.length).equals(ByteBuffer.wrap(ELF));
    }

    private static String machine(byte[] head) {
        ByteOrder order = head[ORDER] == LITTLE ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        return "ELF machine " + ByteBuffer.wrap(head).order(order).getShort(MACHINE) + ", " + 32 * head[WIDTH]
                + " bits";
    }

    private static byte[] head(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(HEAD_BYTES);
        } catch (IOException e) {
            // A program that may be executed need not be readable.
            return new byte[0];
        }
    }
}

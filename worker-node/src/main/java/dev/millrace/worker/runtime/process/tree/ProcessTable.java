package dev.millrace.worker.runtime.process.tree;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringTokenizer;

/** The kernel's table of processes, as {@code /proc} shows it. */
public final class ProcessTable {
    private static final File PROC = new File("/proc");
    private static final String PEAK = "\nVmHWM:";
    /** Holds any {@code stat}, {@code status} and {@code limits}, and costs one read. */
    private static final int ENTRY_BYTES = 4096;

    private ProcessTable() {}

    /**
     * A process that still runs code; a zombie is none, unless only its first thread has ended.
     *
     * @param start clock ticks from boot to its start: with the pid it names one process forever
     */
    public record Entry(long pid, long parent, long session, long start) {}

    public static List<Entry> all() {
        return from(0);
    }

    /** Those with this pid or a greater one: a fraction of the reads that {@link #all()} takes. */
    static List<Entry> from(long lowest) {
        return entries(lowest, false);
    }

    /** Children that have ended, and that nobody has waited for yet. */
    public static List<Entry> zombiesOf(long parent) {
        List<Entry> zombies = entries(0, true);
        zombies.removeIf(entry -> entry.parent() != parent);
        return zombies;
    }

    private static List<Entry> entries(long lowest, boolean dead) {
        String[] names = PROC.list();
        List<Entry> entries = new ArrayList<>();
        for (String name : names == null ? new String[0] : names) {
            if (Character.isDigit(name.charAt(0)) && Long.parseLong(name) >= lowest) {
                parse(Long.parseLong(name), read(Long.parseLong(name), "stat"), dead)
                        .ifPresent(entries::add);
            }
        }
        return entries;
    }

    /** How far the kernel has come with giving out pids. */
    public static PidSequence pids() {
        return new PidSequence(numberAfter("\nprocesses ", "stat"), numberAfter("", "sys/kernel/pid_max"));
    }

    private static long numberAfter(String label, String file) {
        try (FileInputStream in = new FileInputStream(new File(PROC, file))) {
            String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            int found = text.indexOf(label);
            int number = found + label.length();
            return found < 0 ? 0 : Long.parseLong(text.substring(number, text.indexOf('\n', number)));
        } catch (IOException e) {
            return 0;
        }
    }

    /** Empty once the process is gone or a zombie. */
    public static Optional<Entry> find(long pid) {
        return parse(pid, read(pid, "stat"), false);
    }

    /** The soft and hard limits as a table; empty once the process is gone. */
    public static String limits(long pid) {
        return read(pid, "limits");
    }

    /** The most resident memory in bytes that a living process had since it became its program; 0 once it is gone. */
    public static long peakMemory(long pid) {
        String status = read(pid, "status");
        int label = status.indexOf(PEAK);
        int unit = status.indexOf(" kB", label);
        return label < 0 || unit < 0
                ? 0
                : Long.parseLong(status.substring(label + PEAK.length(), unit).strip()) << 10;
    }

    /** Pids of its children, of some hundreds at least; empty where the kernel does not list them. */
    static List<Long> children(long pid) {
        String[] threads = new File(PROC, pid + "/task").list();
        List<Long> children = new ArrayList<>();
        for (String thread : threads == null ? new String[0] : threads) {
            String listed = read(pid, "task/" + thread + "/children");
            // Every pid is followed by a blank; the last of a long list may be cut.
            StringTokenizer pids = new StringTokenizer(listed.substring(0, listed.lastIndexOf(' ') + 1));
            while (pids.hasMoreTokens()) {
                children.add(Long.parseLong(pids.nextToken()));
            }
        }
        return children;
    }

    /** The environment the program was started with, NUL after each entry; empty if it may not be read. */
    static String environment(long pid) {
        try (FileInputStream in = new FileInputStream("/proc/" + pid + "/environ")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private static String read(long pid, String file) {
        try (FileInputStream in = new FileInputStream("/proc/" + pid + "/" + file)) {
            byte[] bytes = new byte[ENTRY_BYTES];
            int length = in.read(bytes);
            return length <= 0 ? "" : new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * {@code pid (name) state parent group session …}, field 20 is the number of threads, 22 the start; the name may hold
     * blanks and brackets. Empty if it is not dead or alive as asked.
     */
    private static Optional<Entry> parse(long pid, String stat, boolean dead) {
        int name = stat.lastIndexOf(')');
        if (name < 0) {
            return Optional.empty();
        }
        String[] fields = stat.substring(name + 2).split(" ", 21);
        if (fields.length < 21 || isDead(fields[0], fields[17]) != dead) {
            return Optional.empty();
        }
        return Optional.of(
                new Entry(pid, Long.parseLong(fields[1]), Long.parseLong(fields[3]), Long.parseLong(fields[19])));
    }

    /** A program whose first thread has ended looks like a zombie while the others go on. */
    private static boolean isDead(String state, String threads) {
        return "Xx".contains(state) || (state.equals("Z") && Long.parseLong(threads) <= 1);
    }
}

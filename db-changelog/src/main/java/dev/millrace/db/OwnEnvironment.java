package dev.millrace.db;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The environment that this process was started with, as the kernel keeps it and shows it in {@code /proc/PID/environ} to
 * every program of the same user. Java has a copy of its own, made when it is first asked for.
 */
public final class OwnEnvironment {
    private static final String OURS = "MILLRACE_";
    private static final Pattern SECRET = Pattern.compile("PASSWORD|PASSWD|SECRET|TOKEN|KEY|CREDENTIAL");
    /** An address with a user, and perhaps a password, in it. */
    private static final Pattern CREDENTIALS = Pattern.compile("://[^/]*@");

    /** Fields of {@code /proc/self/stat} after the name: addresses at which the environment begins and ends. */
    private static final int BEGINS = 47;

    private static final int ENDS = 48;

    private OwnEnvironment() {}

    /**
     * Overwrites what may be a secret: values of Millrace's settings, of variables that are called a password, a key or
     * the like, and addresses with a user. Read the settings first.
     *
     * @throws IOException when the kernel does not let this process write to its own memory
     */
    public static void wipe() throws IOException {
        // Java copies the environment at the first look, and must have done so.
        int ignored = System.getenv().size();
        String stat = Files.readString(Path.of("/proc/self/stat"), StandardCharsets.ISO_8859_1);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1);
        if (fields.length <= ENDS) {
            throw new IOException("/proc/self/stat does not say where the environment is");
        }
        wipe(Long.parseLong(fields[BEGINS]), Long.parseLong(fields[ENDS]));
    }

    private static void wipe(long begins, long ends) throws IOException {
        try (RandomAccessFile memory = new RandomAccessFile("/proc/self/mem", "rw")) {
            byte[] all = new byte[Math.toIntExact(ends - begins)];
            memory.seek(begins);
            memory.readFully(all);
            int start = 0;
            for (int i = 0; i < all.length; i++) {
                if (all[i] == 0) {
                    String entry = new String(all, start, i - start, StandardCharsets.ISO_8859_1);
                    int value = entry.indexOf('=') + 1;
                    if (value > 0 && isSecret(entry.substring(0, value - 1), entry.substring(value))) {
                        memory.seek(begins + start + value);
                        memory.write(new byte[entry.length() - value]);
                    }
                    start = i + 1;
                }
            }
        }
    }

    static boolean isSecret(String name, String value) {
        return name.startsWith(OURS)
                || SECRET.matcher(name.toUpperCase(Locale.ROOT)).find()
                || CREDENTIALS.matcher(value).find();
    }
}

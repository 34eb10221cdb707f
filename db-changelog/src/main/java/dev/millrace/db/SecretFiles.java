package dev.millrace.db;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Settings that may hold a secret can name a file that holds them: {@code MILLRACE_DATABASE_PASSWORD_FILE} stands for
 * {@code MILLRACE_DATABASE_PASSWORD}. The file is read once; it may be a pipe.
 */
public final class SecretFiles {
    public static final String SUFFIX = "_FILE";
    public static final String REDIS_URL = "MILLRACE_REDIS_URL";

    /** The settings that can be given so. */
    public static final List<String> SETTINGS = List.of(DatabaseSettings.URL, DatabaseSettings.PASSWORD, REDIS_URL);

    private static final int LONGEST = 64 << 10;

    private SecretFiles() {}

    /**
     * The same variables, with what the files hold in place of their names.
     *
     * @param problems given a sentence for each file that cannot be used
     */
    public static Map<String, String> read(Map<String, String> environment, Consumer<String> problems) {
        Map<String, String> result = new HashMap<>(environment);
        for (String setting : SETTINGS) {
            String file = environment.getOrDefault(setting + SUFFIX, "").strip();
            if (file.isEmpty()) {
                continue;
            }
            if (!environment.getOrDefault(setting, "").isBlank()) {
                problems.accept(setting + " and " + setting + SUFFIX + " are both set; leave one of them out");
                continue;
            }
            try {
                result.put(setting, content(Path.of(file)));
            } catch (IOException | InvalidPathException e) {
                problems.accept(setting + SUFFIX + ": " + file + " " + e.getMessage());
            }
        }
        return result;
    }

    /** Without the line break that editors and {@code echo} put at the end. */
    private static String content(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("does not exist");
        }
        if (Files.isDirectory(file) || !Files.isReadable(file)) {
            throw new IOException(Files.isDirectory(file) ? "is a directory" : "may not be read by this user");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LONGEST + 1);
        }
        if (bytes.length > LONGEST) {
            throw new IOException("is longer than 64KiB");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .replaceFirst("\\r?\\n\\z", "");
            if (text.isBlank()) {
                throw new IOException("is empty");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new IOException("is not UTF-8", e);
        }
    }
}

package dev.millrace.model.config;

import dev.millrace.model.error.Excerpt;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** How the text of a variable becomes a value. What each throws reads on after "the value is …". */
final class Values {
    private static final Pattern SECRET = Pattern.compile("PASSWORD|SECRET|TOKEN|KEY|CREDENTIAL");
    private static final int SHOWN = 80;

    private Values() {}

    /** The value for an error message; not that of a variable which may hold a secret, nor an address. */
    static String shown(String name, String value) {
        if (SECRET.matcher(name.toUpperCase(Locale.ROOT)).find() || value.contains("://") || value.contains("@")) {
            return "the value (not shown)";
        }
        return "'" + Excerpt.of(value.replaceAll("\\p{Cntrl}", "?"), SHOWN) + "'";
    }

    static long wholeNumber(String text, String form) {
        return WholeNumber.parse(text).orElseThrow(() -> new IllegalArgumentException("not " + form));
    }

    static <T extends Comparable<T>> T within(T value, T min, T max, String form) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException("out of bounds; write " + form);
        }
        return value;
    }

    static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    static List<String> list(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("not a path", e);
        }
    }

    static Path directory(String text) {
        Path path = path(text);
        if (!Files.isDirectory(path)) {
            throw new IllegalArgumentException("not an existing directory (looked for "
                    + path.toAbsolutePath().normalize() + ")");
        }
        return path;
    }

    static URI redis(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not " + RedisAddress.FORM);
        }
        RedisAddress ignored = RedisAddress.of(uri);
        return uri;
    }
}

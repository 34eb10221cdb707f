package dev.millrace.model.config;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.db.SecretFiles;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads a node's settings from environment variables. A reader whose variable is wrong notes the error and returns the
 * default, so that {@link #check()} can report every error at once. A variable that is empty counts as not set (compose
 * files pass unset variables on as empty ones); blanks around a value are dropped. What may hold a secret can be in a file
 * ({@link SecretFiles}). Not thread-safe: it is read once, at
 * start.
 */
public final class Environment {
    private static final String PREFIX = "MILLRACE_";

    private final Map<String, String> variables;
    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    public Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(SecretFiles.read(variables, problems::add));
    }

    /** Any text. */
    public String text(String name, String defaultText, String description) {
        return read(new Setting(name, "text", defaultText, description), defaultText, text -> text);
    }

    /** A whole number, both bounds included. */
    public int integer(String name, int defaultNumber, int min, int max, String description) {
        String form = "a whole number, " + min + " to " + max;
        return read(
                new Setting(name, form, Integer.toString(defaultNumber), description),
                defaultNumber,
                text -> Math.toIntExact(Values.within(Values.wholeNumber(text, form), (long) min, (long) max, form)));
    }

    /** A {@linkplain Durations duration}, both bounds included. */
    public Duration duration(String name, Duration defaultDuration, Duration min, Duration max, String description) {
        String form = "a duration, " + Durations.format(min) + " to " + Durations.format(max);
        Setting setting = new Setting(name, form, Durations.format(defaultDuration), description);
        return read(setting, defaultDuration, text -> Values.within(Durations.parse(text), min, max, form));
    }

    /** A {@linkplain Sizes size} in bytes, both bounds included. */
    public long size(String name, long defaultBytes, long min, long max, String description) {
        String form = "a size, " + Sizes.format(min) + " to " + Sizes.format(max);
        Setting setting = new Setting(name, form, Sizes.format(defaultBytes), description);
        return read(setting, defaultBytes, text -> Values.within(Sizes.parse(text), min, max, form));
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String name, boolean defaultFlag, String description) {
        Setting setting = new Setting(name, "true or false", Boolean.toString(defaultFlag), description);
        return read(setting, defaultFlag, Values::flag);
    }

    /** Texts separated by commas; blanks around each are dropped, and so are empty ones. */
    public List<String> list(String name, List<String> defaultList, String description) {
        Setting setting = new Setting(name, "texts separated by commas", String.join(",", defaultList), description);
        return read(setting, List.copyOf(defaultList), Values::list);
    }

    /** A path, which need not exist; a relative one starts at the working directory of the process. */
    public Path path(String name, Path defaultPath, String description) {
        return read(new Setting(name, "a path", defaultPath.toString(), description), defaultPath, Values::path);
    }

    /** A directory; one that is set must exist, while the default is the caller's to create. */
    public Path directory(String name, Path defaultPath, String description) {
        Setting setting = new Setting(name, "an existing directory", defaultPath.toString(), description);
        return read(setting, defaultPath, Values::directory);
    }

    /** Where Redis is, in one of the forms of {@link RedisAddress}. */
    public URI redis(String name, String defaultUri, String description) {
        URI uri = read(
                new Setting(name, RedisAddress.FORM, defaultUri, description), URI.create(defaultUri), Values::redis);
        noteFiles(name);
        return uri;
    }

    /**
     * A value of a form that only its reader knows.
     *
     * @param parser throws an {@link IllegalArgumentException} whose message reads on after "the value is …"
     */
    public <T> T value(Setting setting, T defaultValue, Function<String, T> parser) {
        return read(setting, defaultValue, parser);
    }

    /** Where Postgres is, from the three variables of {@link DatabaseSettings}. */
    public DatabaseSettings databaseSettings() {
        note(new Setting(
                DatabaseSettings.URL,
                "postgresql://user:password@host:port/database",
                DatabaseSettings.DEFAULT_URL,
                "Where Postgres is."));
        note(new Setting(DatabaseSettings.USER, "text", "", "The user, where the URL names none or another."));
        note(new Setting(DatabaseSettings.PASSWORD, "text", "", "The password, to keep it out of the URL."));
        noteFiles(DatabaseSettings.URL, DatabaseSettings.PASSWORD);
        Map<String, String> set = new HashMap<>(variables);
        set.values().removeIf(String::isBlank);
        try {
            return DatabaseSettings.from(set);
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
            return DatabaseSettings.from(Map.of());
        }
    }

    /** Notes an error that no single reader sees, such as two settings that do not go together. */
    public void reject(String name, String message) {
        problems.add(name + ": " + message);
    }

    /** Every variable asked for so far, in that order. */
    public List<Setting> settings() {
        return List.copyOf(settings.values());
    }

    /**
     * Variables that begin with {@code MILLRACE_} but that no program of Millrace reads, each with the name probably meant.
     */
    public List<String> unknown() {
        Set<String> known = new TreeSet<>(SettingNames.ALL);
        known.addAll(settings.keySet());
        return new TreeSet<>(variables.keySet())
                .stream()
                        .filter(name -> name.startsWith(PREFIX))
                        .filter(name -> !known.contains(name))
                        .map(name -> name
                                + " is no setting of Millrace"
                                + Spelling.nearest(name, known)
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse(""))
                        .toList();
    }

    /**
     * Call it after the last reader.
     *
     * @throws ConfigurationException listing every error
     */
    public void check() {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }

    private <T> T read(Setting setting, T defaultValue, Function<String, T> parser) {
        note(setting);
        String text = variables.getOrDefault(setting.name(), "").strip();
        if (text.isEmpty()) {
            return defaultValue;
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            reject(setting.name(), Values.shown(setting.name(), text) + " is " + e.getMessage());
            return defaultValue;
        }
    }

    private void noteFiles(String... names) {
        for (String name : names) {
            note(new Setting(
                    name + SecretFiles.SUFFIX,
                    "a path",
                    "",
                    "File that holds " + name + ", instead of that variable."));
        }
    }

    private void note(Setting setting) {
        settings.put(setting.name(), setting);
    }
}

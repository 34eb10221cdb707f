package dev.millrace.model.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.db.DatabaseSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnvironmentTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void readers_readWhatIsSet(@TempDir Path directory) {
        Environment environment = new Environment(Map.of(
                "A",
                " text ",
                "B",
                "8",
                "C",
                "1m",
                "D",
                "64KiB",
                "E",
                "true",
                "F",
                "a, b,,c",
                "G",
                "x/y",
                "H",
                directory.toString(),
                "I",
                "redis://localhost:6379"));
        assertEquals("text", environment.text("A", "none", "…"));
        assertEquals(8, environment.integer("B", 4, 1, 8, "…"));
        assertEquals(Duration.ofMinutes(1), environment.duration("C", SECOND, SECOND, HOUR, "…"));
        assertEquals(65_536, environment.size("D", 1, 1, 1 << 20, "…"));
        assertTrue(environment.flag("E", false, "…"));
        assertEquals(List.of("a", "b", "c"), environment.list("F", List.of(), "…"));
        assertEquals(Path.of("x/y"), environment.path("G", Path.of("."), "…"));
        assertEquals(directory, environment.directory("H", Path.of("."), "…"));
        assertEquals(URI.create("redis://localhost:6379"), environment.redis("I", "redis://elsewhere", "…"));
        environment.check();
    }

    @Test
    void readers_takeAnEmptyVariableForAnUnsetOne() {
        Environment environment = new Environment(Map.of("A", "", "B", "  "));
        assertEquals("none", environment.text("A", "none", "…"));
        assertEquals(4, environment.integer("B", 4, 1, 8, "…"));
        environment.check();
    }

    @Test
    void check_reportsEveryErrorOnALineOfItsOwn() {
        Environment environment = new Environment(Map.of(
                "SLOTS",
                "many",
                "PORT",
                "99999",
                "POLL",
                "5 s",
                "LIMIT",
                "1KB",
                "OPEN",
                "yes",
                "HERE",
                "/no/such/place",
                "LONG",
                "9".repeat(1000)));
        assertEquals(4, environment.integer("SLOTS", 4, 1, 64, "…"));
        assertEquals(80, environment.integer("PORT", 80, 0, 65_535, "…"));
        assertEquals(SECOND, environment.duration("POLL", SECOND, SECOND, HOUR, "…"));
        assertEquals(1, environment.size("LIMIT", 1, 1, 2, "…"));
        assertFalse(environment.flag("OPEN", false, "…"));
        environment.directory("HERE", Path.of("."), "…");
        environment.integer("LONG", 1, 1, 2, "…");
        environment.reject("PORT", "taken twice");

        ConfigurationException refused = assertThrows(ConfigurationException.class, environment::check);
        List<String> lines = refused.getMessage().lines().toList();
        assertEquals(refused.problems(), lines);
        assertEquals(8, lines.size());
        assertEquals("SLOTS: 'many' is not a whole number, 1 to 64", lines.get(0));
        assertEquals("PORT: '99999' is out of bounds; write a whole number, 0 to 65535", lines.get(1));
        assertEquals("POLL: '5 s' is not a duration; write a duration like 500ms, 30s, 5m, 1h30m or 2d", lines.get(2));
        assertEquals("OPEN: 'yes' is neither true nor false", lines.get(4));
        assertTrue(lines.get(6).length() < 200, lines.get(6));
        assertEquals("PORT: taken twice", lines.get(7));
    }

    @Test
    void check_neverShowsASecret() {
        Environment environment = new Environment(Map.of(
                "API_KEY",
                "hunter2",
                "PORT",
                "redis://:hunter2@host",
                "REDIS",
                "http://u:hunter2@host",
                DatabaseSettings.URL,
                "mysql://u:hunter2@host/x",
                "B_TOKEN",
                "hunter2",
                "BAD",
                "redis://u:hunter2@ho st"));
        environment.integer("API_KEY", 1, 1, 2, "…");
        environment.integer("PORT", 1, 1, 2, "…");
        environment.flag("B_TOKEN", true, "…");
        environment.redis("REDIS", "redis://localhost", "…");
        environment.redis("BAD", "redis://localhost", "…");
        environment.databaseSettings();
        ConfigurationException refused = assertThrows(ConfigurationException.class, environment::check);
        assertEquals(6, refused.problems().size());
        assertFalse(refused.getMessage().contains("hunter2"), refused.getMessage());
    }

    @Test
    void secrets_canBeInFiles(@TempDir Path directory) throws IOException {
        Path password = Files.writeString(directory.resolve("password"), " p \n");
        Path redis = Files.writeString(directory.resolve("redis"), "redis://:secret@cache:6379\r\n");
        Environment environment = new Environment(Map.of(
                "MILLRACE_DATABASE_PASSWORD_FILE", password.toString(), "MILLRACE_REDIS_URL_FILE", redis.toString()));

        assertEquals(" p ", environment.databaseSettings().password());
        URI uri = environment.redis("MILLRACE_REDIS_URL", "redis://localhost", "…");
        assertEquals(URI.create("redis://:secret@cache:6379"), uri);
        environment.check();
        assertEquals(List.of(), environment.unknown());
    }

    @Test
    void secretFileThatCannotBeUsed_isAProblem(@TempDir Path directory) throws IOException {
        Path empty = Files.writeString(directory.resolve("empty"), "\n");
        Environment environment = new Environment(Map.of(
                "MILLRACE_DATABASE_PASSWORD_FILE",
                directory.resolve("none").toString(),
                "MILLRACE_DATABASE_URL_FILE",
                empty.toString(),
                "MILLRACE_REDIS_URL_FILE",
                empty.toString(),
                "MILLRACE_REDIS_URL",
                "redis://localhost"));

        ConfigurationException refused = assertThrows(ConfigurationException.class, environment::check);

        assertEquals(
                List.of(
                        "MILLRACE_DATABASE_URL_FILE: " + empty + " is empty",
                        "MILLRACE_DATABASE_PASSWORD_FILE: " + directory.resolve("none") + " does not exist",
                        "MILLRACE_REDIS_URL and MILLRACE_REDIS_URL_FILE are both set; leave one of them out"),
                refused.problems());
    }

    @Test
    void databaseSettings_areReadAndNoted() {
        Environment environment =
                new Environment(Map.of(DatabaseSettings.URL, "postgresql://me@db/x", DatabaseSettings.PASSWORD, " p "));
        assertEquals(new DatabaseSettings("jdbc:postgresql://db/x", "me", " p "), environment.databaseSettings());
        assertEquals(
                List.of(
                        DatabaseSettings.URL,
                        DatabaseSettings.USER,
                        DatabaseSettings.PASSWORD,
                        "MILLRACE_DATABASE_URL_FILE",
                        "MILLRACE_DATABASE_PASSWORD_FILE"),
                environment.settings().stream().map(Setting::name).toList());
        environment.check();
    }

    @Test
    void settings_describeEveryVariableAskedFor() {
        Environment environment = new Environment(Map.of());
        environment.duration("MILLRACE_POLL", SECOND, SECOND, HOUR, "How often.");
        environment.size("MILLRACE_LIMIT", 1 << 20, 0, 1 << 30, "How much.");
        assertEquals(
                List.of(
                        new Setting("MILLRACE_POLL", "a duration, 1s to 1h", "1s", "How often."),
                        new Setting("MILLRACE_LIMIT", "a size, 0 to 1GiB", "1MiB", "How much.")),
                environment.settings());
    }

    @Test
    void unknown_leavesOutWhatAnotherNodeTheLoggerOrTheClientReads() {
        Environment environment = new Environment(
                Map.of("MILLRACE_WORKER_SLOTS", "4", "MILLRACE_LOG_LEVEL", "DEBUG", "MILLRACE_URL", "http://h"));

        assertEquals(List.of(), environment.unknown());
    }

    @Test
    void unknown_suggestsTheNearestName() {
        Environment environment = new Environment(
                Map.of("MILLRACE_SLOT", "4", "MILLRACE_ELSE", "x", "PATH", "/bin", "MILLRACE_PORT", "1"));
        environment.integer("MILLRACE_SLOTS", 4, 1, 64, "…");
        environment.integer("MILLRACE_PORT", 1, 1, 64, "…");
        environment.check();
        assertEquals(
                List.of(
                        "MILLRACE_ELSE is no setting of Millrace",
                        "MILLRACE_SLOT is no setting of Millrace; did you mean MILLRACE_SLOTS?"),
                environment.unknown());
    }
}

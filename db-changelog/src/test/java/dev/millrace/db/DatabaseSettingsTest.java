package dev.millrace.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseSettingsTest {
    private static DatabaseSettings read(String url) {
        return DatabaseSettings.from(Map.of("MILLRACE_DATABASE_URL", url));
    }

    @Test
    void from_withoutAnything_isTheLocalDatabase() {
        assertEquals(
                new DatabaseSettings("jdbc:postgresql://localhost:5432/millrace", "millrace", ""),
                DatabaseSettings.from(Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://ann:secret@db.example/jobs,               jdbc:postgresql://db.example/jobs",
        "postgres://ann:secret@db.example:6432/jobs,            jdbc:postgresql://db.example:6432/jobs",
        "jdbc:postgresql://ann:secret@db.example/jobs,          jdbc:postgresql://db.example/jobs",
        "postgresql://ann:secret@[::1]:5432/jobs,               jdbc:postgresql://[::1]:5432/jobs",
        "postgresql://ann:secret@h/jobs?sslmode=require&a=b%26, jdbc:postgresql://h/jobs?sslmode=require&a=b%26",
        "postgresql://ann:secret@h/my%20jobs,                   jdbc:postgresql://h/my%20jobs",
        "'  postgresql://ann:secret@h/jobs \n',                 jdbc:postgresql://h/jobs",
        "POSTGRESQL://ann:secret@H/jobs,                        jdbc:postgresql://H/jobs",
        "JDBC:PostgreSQL://h/jobs?user=ann&password=secret,     jdbc:postgresql://h/jobs",
        "jdbc:postgresql://h/jobs?user=ann&password=secret&sslmode=verify-full&sslrootcert=/a/b.pem, jdbc:postgresql://h/jobs?sslmode=verify-full&sslrootcert=/a/b.pem",
        "jdbc:postgresql://h/jobs?options=-c%20a=b&user=ann&currentSchema=x&password=secret, jdbc:postgresql://h/jobs?options=-c%20a=b&currentSchema=x",
        "postgresql://bob:other@h/jobs?password=secret&user=ann, jdbc:postgresql://h/jobs",
        "postgresql://ann@h/jobs?password=secret,               jdbc:postgresql://h/jobs",
        "postgresql://ann:secret@h/jobs?,                       jdbc:postgresql://h/jobs"
    })
    void from_takesEveryUsualSpelling(String url, String jdbcUrl) {
        assertEquals(new DatabaseSettings(jdbcUrl, "ann", "secret"), read(url));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "postgresql://ann@one,two/jobs jdbc:postgresql://one,two/jobs?targetServerType=primary",
                "postgresql://ann@one:1,[::1]:2/jobs?a=b jdbc:postgresql://one:1,[::1]:2/jobs?a=b&targetServerType=primary",
                "postgresql://ann@one,two/jobs?targetServerType=any jdbc:postgresql://one,two/jobs?targetServerType=any"
            })
    void from_ofSeveralHosts_takesThePrimary_unlessToldOtherwise(String url, String jdbcUrl) {
        assertEquals(new DatabaseSettings(jdbcUrl, "ann", ""), read(url));
    }

    @ParameterizedTest
    @CsvSource({
        "p%40ss%3Aw%2Frd, p@ss:w/rd",
        "a+b,             a+b",
        "a%2Bb,           a+b",
        "a:b:c,           a:b:c",
        "p%C3%A4ss%E2%82%AC, päss€"
    })
    void from_decodesThePassword(String written, String password) {
        DatabaseSettings settings = read("postgresql://an%40n:" + written + "@h/jobs");

        assertEquals("an@n", settings.user());
        assertEquals(password, settings.password());
    }

    /** JDBC reads options as forms are read, libpq does not. */
    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://h/jobs?user=ann&password=, ''",
        "jdbc:postgresql://h/jobs?user=ann&password, ''",
        "jdbc:postgresql://h/jobs?user=ann&password=a%26b%25c%2Bd%3De, a&b%c+d=e",
        "jdbc:postgresql://h/jobs?user=ann&password=a=b+c, 'a=b c'",
        "postgresql://h/jobs?user=ann&password=a=b+c, a=b+c",
        "postgresql://ann:@h/jobs, ''"
    })
    void from_decodesThePasswordAmongTheOptions(String url, String password) {
        assertEquals(new DatabaseSettings("jdbc:postgresql://h/jobs", "ann", password), read(url));
    }

    @Test
    void from_ofBlankVariables_isAsWithoutThem() {
        assertEquals(
                DatabaseSettings.from(Map.of()),
                DatabaseSettings.from(Map.of(
                        "MILLRACE_DATABASE_URL", " ",
                        "MILLRACE_DATABASE_USER", "",
                        "MILLRACE_DATABASE_PASSWORD", "")));
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://ann:secret@h, names no database",
        "postgresql://ann:secret@h/?a=b, names no database",
        "postgresql:///jobs, names no host",
        "postgresql://ann:secret@%2Frun%2Fpostgres/jobs, over TCP",
        "postgresql:///jobs?host=/run&password=secret, before the options"
    })
    void from_saysWhatIsMissing(String url, String reason) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> read(url)).getMessage();

        assertTrue(message.contains(reason), message);
        assertFalse(message.contains("secret"), message);
    }

    @Test
    void from_variablesOverrideTheUrl() {
        DatabaseSettings settings = DatabaseSettings.from(Map.of(
                "MILLRACE_DATABASE_URL", "postgresql://ann:secret@h/jobs",
                "MILLRACE_DATABASE_USER", "bob",
                "MILLRACE_DATABASE_PASSWORD", "p@ss%40"));

        assertEquals(new DatabaseSettings("jdbc:postgresql://h/jobs", "bob", "p@ss%40"), settings);
    }

    @Test
    void from_withoutUser_saysHowToNameOne() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> read("postgresql://h/jobs"));

        assertTrue(refused.getMessage().contains("MILLRACE_DATABASE_USER"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h/jobs",
                "mysql://ann:secret@h/jobs",
                "postgresql://ann:secret@h",
                "postgresql://ann:secret@h/",
                "postgresql:///jobs",
                "postgresql:jobs?password=secret",
                "postgresql://ann:secret#@h/jobs",
                "postgresql://ann:sec%ret@h/jobs",
                "postgresql://ann:secret with blank@h/jobs",
                "postgresql://ann:secret@h:port/jobs",
                "postgresql://ann:secret@h:99999/jobs",
                "postgresql://ann:secret@h:0/jobs",
                "postgresql://h/jobs?user=ann&password=sec%ret",
                "postgresql://h/jobs?user=ann&password=sec ret",
                "postgresql://h/jobs#sec",
                "postgresql://ann:sec@ret@h/jobs",
                "postgresql://ann:secret@h,/jobs",
                "postgresql://ann:secret@h,i:port/jobs",
                "postgresql://ann:secret@h,ann:secret@i/jobs"
            })
    void from_refusesOtherAddresses_withoutThePassword(String url) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> read(url));

        assertTrue(refused.getMessage().startsWith("MILLRACE_DATABASE_URL is not a Postgres address"));
        assertFalse(refused.getMessage().contains("sec"), refused.getMessage());
        assertEquals(null, refused.getCause());
    }

    @Test
    void notAnswering_quotesWhoDidNotAnswer_notThePoolBetween() {
        DatabaseSettings settings = read("postgresql://ann:secret@h/jobs");
        SQLException refused = new SQLException("Connection to h:5432 refused.");
        SQLException unknown = new SQLException("The attempt failed.", new UnknownHostException("h"));

        for (SQLException failure : List.of(refused, new SQLTransientConnectionException("timed out", refused))) {
            assertEquals(
                    "Postgres at jdbc:postgresql://h/jobs as ann does not answer (Connection to h:5432 refused.);"
                            + " is MILLRACE_DATABASE_URL right, and is it running?",
                    settings.notAnswering(failure));
        }
        assertTrue(settings.notAnswering(unknown).contains("(unknown host h)"));
    }

    @Test
    void toString_neverShowsAPassword() {
        assertEquals(
                "jdbc:postgresql://h/jobs as ann",
                read("postgresql://ann:secret@h/jobs?password=secret").toString());
    }
}

package dev.millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.bench.subject.MillraceClient;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchTest {
    @ParameterizedTest
    @CsvSource({
        "--runs=0, --runs must be from 1",
        "--runs=+5, must be a whole number",
        "--backlog=٢٠٠٠٠, must be a whole number",
        "--only=sleep, There is no scenario 'sleep'",
        "--url=nowhere, --url must be like",
        "--database=mysql://here, --database: MILLRACE_DATABASE_URL is not",
        "--fast, Unknown option",
    })
    void wrongArgument_isNamedBeforeAnythingStarts(String argument, String message) {
        StringWriter err = new StringWriter();

        int status = Bench.commandLine().setErr(new PrintWriter(err)).execute(argument);

        assertEquals(2, status);
        assertTrue(err.toString().contains(message), err.toString());
    }

    @Test
    void serverTiming_isReadWhereThereIsOne() {
        assertEquals(Optional.of(0.42), MillraceClient.serverMillis("total;dur=0.42"));
        assertEquals(Optional.empty(), MillraceClient.serverMillis("cache;desc=hit"));
        assertEquals(Optional.empty(), MillraceClient.serverMillis(null));
    }
}

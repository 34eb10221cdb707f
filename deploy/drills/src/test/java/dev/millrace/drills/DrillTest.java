package dev.millrace.drills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrillTest {
    @ParameterizedTest
    @CsvSource({
        "--minutes=0, --minutes must be from 1 to 1440",
        "--rate=501, --rate must be from 1 to 500",
        "--rate=007, is not a whole number",
        "--seed=x, Invalid value for option '--seed'",
        "--fast, Unknown option",
    })
    void wrongArgument_isNamedBeforeAnythingStarts(String argument, String message) {
        StringWriter err = new StringWriter();

        int status = Drill.commandLine().setErr(new PrintWriter(err)).execute(argument);

        assertEquals(2, status);
        assertTrue(err.toString().contains(message), err.toString());
    }
}

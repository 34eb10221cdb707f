package dev.millrace.standalone.client.exit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ExitStatusTest {
    @Test
    void codes_areThoseThatScriptsRelyOn() {
        assertEquals(
                List.of(0, 1, 2, 3, 4, 141),
                Stream.of(ExitStatus.values()).map(ExitStatus::code).toList());
    }

    @Test
    void onlyASucceededJob_isASuccess() {
        assertEquals(ExitStatus.SUCCEEDED, ExitStatus.ofJob("SUCCEEDED"));
        for (String state : List.of("FAILED", "CANCELLED", "RUNNING", "STATE_OF_A_LATER_VERSION", "")) {
            assertEquals(ExitStatus.JOB_FAILED, ExitStatus.ofJob(state), state);
        }
    }
}

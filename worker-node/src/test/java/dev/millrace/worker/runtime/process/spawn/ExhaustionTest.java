package dev.millrace.worker.runtime.process.spawn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.worker.runtime.ExhaustedException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExhaustionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cannot run program \"/bin/true\": error=11, Resource temporarily unavailable",
                "error=12, Cannot allocate memory",
                "error=24, Too many open files",
                "Cannot run program \"/bin/true\": Exec failed, error: 11 (Resource temporarily unavailable)"
            })
    void whatTheMachineLacks_isNotTheToolsFault(String message) {
        assertTrue(Exhaustion.is(new IOException(message)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cannot run program \"/bin/true\": error=2, No such file or directory",
                "error=13, Permission denied",
                "error=7, Argument list too long",
                "Exec failed, error: 7 (Argument list too long)",
                "Cannot run program \"error=\"",
                "Cannot run program \"/opt/terror=11\": error=2, No such file or directory"
            })
    void whatTheToolLacks_isItsOwn(String message) {
        assertFalse(Exhaustion.is(new IOException(message)));
    }

    @Test
    void errorsOfTheCLibrary_areToldApartByTheirNumbers() {
        int[] ofTheMachine = {11, 12, 23, 24};
        int[] ofTheTool = {0, 2, 7, 8, 13, 26, 40};
        for (int error : ofTheMachine) {
            assertTrue(Exhaustion.is(error), Integer.toString(error));
        }
        for (int error : ofTheTool) {
            assertFalse(Exhaustion.is(error), Integer.toString(error));
        }
    }

    @Test
    void threadThatTheJvmCannotMake_isTheSame_andAFullHeapIsNot() {
        assertTrue(ExhaustedException.is(new OutOfMemoryError(
                "unable to create native thread: possibly out of memory or process/resource limits reached")));
        assertFalse(ExhaustedException.is(new OutOfMemoryError("Java heap space")));
        assertEquals("x", new ExhaustedException("x").getMessage());
    }
}

package dev.millrace.worker.runtime.scratch;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Lets a removal go on past what fails, and tell about it in the end. What vanished meanwhile is no failure. */
final class Obstacles {
    private @Nullable IOException first;

    /** One step of a removal. */
    interface Step {
        /** @return whether it did anything */
        boolean run() throws IOException;
    }

    /** @return what the step returned, false if it failed */
    boolean guard(Step step) {
        try {
            return step.run();
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            if (first == null) {
                first = e;
            }
            return false;
        }
    }

    void throwFirst() throws IOException {
        if (first != null) {
            throw first;
        }
    }
}

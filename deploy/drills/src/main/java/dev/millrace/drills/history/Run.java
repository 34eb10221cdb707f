package dev.millrace.drills.history;

import java.util.OptionalInt;

/**
 * What a tool itself left on record of one start of it. Its place in the file is its time: lines are appended whole, so
 * their order is that in which things happened, whatever any clock said.
 *
 * @param attempt as the tool was told
 * @param firstLine the number of its line {@code start}
 * @param lastLine the number of the last line that it wrote; it was alive then
 * @param startedAt seconds since the machine was started
 * @param exit the status it left with; absent when something ended it before
 */
public record Run(String job, int attempt, long firstLine, long lastLine, double startedAt, OptionalInt exit) {
    Run alive(long line) {
        return new Run(job, attempt, firstLine, line, startedAt, exit);
    }

    Run ended(long line, int status) {
        return new Run(job, attempt, firstLine, line, startedAt, OptionalInt.of(status));
    }
}

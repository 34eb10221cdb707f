package dev.millrace.drills.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.drills.history.History;
import dev.millrace.drills.history.WrittenHistory;
import dev.millrace.drills.promise.Violation.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A clean history of a job that had bad luck is passed, and each lie in it is caught. */
final class PromiseTest {
    /** A lost worker, a failure worth a retry, a success. */
    private static final String CLEAN = """
            job SUCCEEDED 3 2
            attempt 1 LOST 0 5 - -
            attempt 2 FAILED 6 7 75 0
            attempt 3 SUCCEEDED 9 10 0 0
            event 11 QUEUED QUEUED 0
            event 12 RUNNING RUNNING 1
            event 15 QUEUED QUEUED 1
            event 16 RUNNING RUNNING 2
            event 17 PROGRESS RUNNING 2
            event 18 SCHEDULED SCHEDULED 2
            event 19 QUEUED QUEUED 2
            event 20 RUNNING RUNNING 3
            event 21 SUCCEEDED SUCCEEDED 3
            start j 1 100 7.10
            alive j 1 100
            start j 2 200 12.00
            end j 2 200 75
            start j 3 300 14.00
            alive j 3 300
            end j 3 300 0
            """;

    @Test
    void aCleanHistory_hasNoViolation() {
        assertEquals(List.of(), Promise.violations(WrittenHistory.of(CLEAN)));
    }

    static Stream<Arguments> lies() {
        return Stream.of(
                lie(Kind.NOT_ENDED, "job SUCCEEDED", "job RUNNING"),
                lie(Kind.NOT_ENDED, "event 21 SUCCEEDED SUCCEEDED 3\n", ""),
                lie(Kind.ENDED_TWICE, "event 21 S", "event 21 FAILED FAILED 3\nevent 22 S"),
                lie(Kind.EVENT_ORDER, "event 16 ", "event 15 "),
                lie(Kind.EVENT_ORDER, "event 21 ", "event 3 "),
                lie(Kind.ILLEGAL_STEP, "event 19 QUEUED QUEUED 2\n", ""),
                lie(Kind.ILLEGAL_STEP, "event 11 QUEUED QUEUED 0\n", ""),
                lie(Kind.ILLEGAL_STEP, "event 18 S", "event 18 BEGUN BEGUN 2\nevent 18 S"),
                lie(
                        Kind.ILLEGAL_STEP,
                        "event 17 PROGRESS RUNNING 2\nevent 18 S",
                        "event 18 S",
                        "event 21 SUCCEEDED SUCCEEDED 3",
                        """
                        event 21 SUCCEEDED SUCCEEDED 3
                        event 22 PROGRESS RUNNING 3"""),
                lie(Kind.WRONG_RECORD, "event 21 SUCCEEDED SUCCEEDED", "event 21 SUCCEEDED FAILED"),
                lie(Kind.WRONG_RECORD, "job SUCCEEDED", "job FAILED"),
                lie(Kind.ATTEMPT_NUMBERS, "attempt 2 FAILED 6 7 75 0\n", ""),
                lie(Kind.ATTEMPT_NUMBERS, "job SUCCEEDED 3", "job SUCCEEDED 4"),
                lie(Kind.ATTEMPT_NUMBERS, "event 20 RUNNING RUNNING 3", "event 20 RUNNING RUNNING 4"),
                lie(Kind.TWICE_AT_ONCE, "LOST 0 5", "LOST 0 7"),
                lie(Kind.TWICE_AT_ONCE, "LOST 0 5", "LOST 0 -"),
                lie(Kind.TWICE_AT_ONCE, "start j 2 200 12.00", "start j 2 200 12.00\nalive j 1 100"),
                lie(Kind.TWICE_AT_ONCE, "start j 3 300", "start j 2 250 13.00\nstart j 3 300"),
                lie(Kind.TWICE_AT_ONCE, "end j 2 200 75\nstart j 3 300 14.00", "start j 3 300 14.00\nend j 2 200 75"),
                lie(Kind.WRONG_RECORD, "end j 3 300 0\n", ""),
                lie(Kind.WRONG_RECORD, "end j 3 300 0", "end j 3 300 1"),
                lie(Kind.WRONG_RECORD, "SUCCEEDED 9 10 0 0", "SUCCEEDED 9 10 - 0"),
                lie(Kind.WRONG_RECORD, "end j 2 200 75\n", ""),
                lie(Kind.WRONG_RECORD, "start j 2 200 12.00\nend j 2 200 75\n", ""),
                lie(
                        Kind.WRONG_RECORD,
                        "start j 3 300",
                        "start j 4 300",
                        "alive j 3",
                        "alive j 4",
                        "end j 3",
                        "end j 4"),
                lie(Kind.WRONG_RECORD, "FAILED 6 7", "RELEASED 6 7"),
                lie(Kind.WRONG_RECORD, "attempt 1 LOST", "attempt 1 RUNNING"),
                lie(Kind.SURVIVORS, "FAILED 6 7 75 0", "FAILED 6 7 75 2"));
    }

    /** @param changes texts and what stands in their place, in turn */
    private static Arguments lie(Kind kind, String... changes) {
        return Arguments.of(kind, List.of(changes));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void aLie_isCaught(Kind kind, List<String> changes) {
        String text = CLEAN;
        for (int i = 0; i < changes.size(); i += 2) {
            assertTrue(text.contains(changes.get(i)), changes.get(i));
            text = text.replace(changes.get(i), changes.get(i + 1));
        }

        assertCaught(kind, WrittenHistory.of(text));
    }

    private static void assertCaught(Kind kind, History history) {
        List<Violation> violations = Promise.violations(history);
        Set<Kind> kinds = violations.stream().map(Violation::kind).collect(Collectors.toSet());
        assertTrue(kinds.contains(kind), violations::toString);
    }

    @Test
    void aLostWorkerThatFailsAJob_orCostsAnAttempt_isCaught() {
        assertCaught(Kind.ATTEMPT_BURNT, WrittenHistory.of("""
                job FAILED 1 2
                attempt 1 LOST 0 5 - -
                event 1 QUEUED QUEUED 0
                event 2 RUNNING RUNNING 1
                event 3 FAILED FAILED 1
                start j 1 100 7.10
                """));
        assertCaught(Kind.ATTEMPT_BURNT, WrittenHistory.of("""
                job FAILED 2 2
                attempt 1 LOST 0 5 - -
                attempt 2 FAILED 6 7 75 0
                event 1 QUEUED QUEUED 0
                event 2 RUNNING RUNNING 1
                event 3 QUEUED QUEUED 1
                event 4 RUNNING RUNNING 2
                event 5 FAILED FAILED 2
                start j 2 100 7.10
                end j 2 100 75
                """));
    }

    @Test
    void theRecordAlone_isCheckedWhereNoToolKeepsAFile() {
        String silent = CLEAN.replaceAll("(start|alive|end) .*\n", "");

        assertEquals(List.of(), Promise.violationsInRecord(WrittenHistory.of(silent)));
        assertTrue(Promise.violationsInRecord(WrittenHistory.of(silent.replace("FAILED 6", "RELEASED 6"))).stream()
                .anyMatch(violation -> violation.kind() == Kind.WRONG_RECORD));
    }

    @Test
    void aJobThatIsGone_andOneThatNobodyAskedFor_areCaught() {
        History clean = WrittenHistory.of(CLEAN);

        assertCaught(Kind.LOST, new History(Set.of("j", "gone"), clean.listed(), clean.jobs(), clean.runs()));
        assertCaught(Kind.UNASKED, new History(Set.of("j"), Set.of("j", "second"), clean.jobs(), clean.runs()));
        assertCaught(Kind.UNASKED, new History(Set.of(), Set.of(), Map.of(), clean.runs()));
    }

    @Test
    void everyKindOfViolation_isPlantedHere() {
        Set<Kind> planted = lies().map(lie -> (Kind) lie.get()[0]).collect(Collectors.toSet());
        planted.addAll(Set.of(Kind.ATTEMPT_BURNT, Kind.LOST, Kind.UNASKED));

        assertEquals(EnumSet.allOf(Kind.class), planted);
    }
}

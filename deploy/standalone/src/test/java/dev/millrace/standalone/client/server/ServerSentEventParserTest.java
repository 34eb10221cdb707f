package dev.millrace.standalone.client.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ServerSentEventParserTest {
    @Test
    void anEvent_endsAtTheEmptyLine() {
        assertEquals(
                List.of(new ServerSentEvent("1:7", "line", "{\"text\":\"a: b\"}")),
                parse("id: 1:7", "event: line", "data: {\"text\":\"a: b\"}", ""));
    }

    @Test
    void dataLines_areJoined_andOnlyOneBlankIsTakenOff() {
        assertEquals(
                List.of(new ServerSentEvent(null, "message", "a\n b\n\nc")),
                parse("data: a", "data:  b", "data", "data:c", ""));
    }

    @Test
    void comments_unknownFieldsAndEventsWithoutData_areLeftOut() {
        assertEquals(
                List.of(new ServerSentEvent("2", "message", "x")),
                parse(": keep-alive", "", "event: job", "", "retry: 5", "id: 2", "data: x", "", "data: unfinished"));
    }

    @Test
    void anId_staysUntilTheNext_andAnEventNameDoesNot() {
        assertEquals(
                List.of(new ServerSentEvent("9", "job", "x"), new ServerSentEvent("9", "message", "y")),
                parse("id: 9", "event: job", "data: x", "", "id: a\0b", "data: y", ""));
    }

    @Test
    void aByteOrderMark_isNoPartOfTheFirstField() {
        assertEquals(List.of(new ServerSentEvent(null, "message", "x")), parse("\uFEFFdata: x", ""));
    }

    private static List<ServerSentEvent> parse(String... lines) {
        ServerSentEventParser parser = new ServerSentEventParser();
        List<ServerSentEvent> events = new ArrayList<>();
        for (String line : lines) {
            ServerSentEvent event = parser.line(line);
            if (event != null) {
                events.add(event);
            }
        }
        return events;
    }
}

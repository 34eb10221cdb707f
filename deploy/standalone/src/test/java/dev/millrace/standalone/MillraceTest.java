package dev.millrace.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.AutoComplete;
import picocli.CommandLine;

/** The command line as a whole, as far as it goes without a server. */
final class MillraceTest {
    private static final List<String> COMMANDS = List.of(
            "run",
            "submit",
            "jobs",
            "job",
            "why",
            "logs",
            "cancel",
            "retry",
            "tools",
            "workers",
            "queues",
            "stats",
            "open",
            "completion",
            "api",
            "worker",
            "migrate",
            "aot-cache",
            "bench",
            "drill");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void help_listsEveryCommand_andSucceeds() {
        assertEquals(0, run("--help"));

        for (String command : COMMANDS) {
            assertTrue(out.toString().contains("\n  " + command + " "), command + " is not in\n" + out);
        }
    }

    @Test
    void everyCommand_explainsItself() {
        for (String command : COMMANDS) {
            assertEquals(0, run(command, "--help"), command);
            assertTrue(out.toString().contains("Usage: millrace " + command), out.toString());
        }
    }

    @Test
    void completion_knowsEveryCommand() {
        String script = AutoComplete.bash("millrace", Millrace.commandLine("completion"));

        for (String command : COMMANDS) {
            assertTrue(script.contains("_picocli_millrace_" + command.replace("-", "") + "()"), command);
        }
        assertTrue(script.contains("_picocli_millrace_queues_pause()"));
    }

    @Test
    void aWrongCommandLine_isAUsageErrorInTwoLines() {
        for (String[] arguments : new String[][] {
            {},
            {"rnu"},
            {"run"},
            {"run", "tool", "--follow", "--wait"},
            {"run", "tool", "--max-attempts", "many"},
            {"run", "tool", "--label", "nameless"},
            {"submit"},
            {"jobs", "--limit", "0"},
            {"jobs", "--limit", "+5"},
            {"jobs", "--limit", "\u0665"},
            {"jobs", "--limit", "007"},
            {"run", "tool", "--max-attempts", " 3"},
            {"logs", "id", "--attempt", "0x1"},
            {"dev", "--port", "+80"},
            {"jobs", "surplus"},
            {"job"},
            {"logs", "id", "--follow", "--attempt", "2"},
            {"tools", "--url", "localhost:8080"},
            {"queues", "surplus"},
            {"queues", "pause"},
            {"queues", "clear", "--yes"},
            {"queues", "--url", "localhost:8080", "pause", "default"},
            {"worker", "--any", "thing"}
        }) {
            err.getBuffer().setLength(0);
            assertEquals(2, run(arguments), List.of(arguments).toString());
            assertTrue(err.toString().startsWith("millrace: "), err.toString());
            assertTrue(err.toString().lines().count() <= 3, err.toString());
        }
    }

    @Test
    void anUnknownOption_getsASuggestion() {
        assertEquals(2, run("jobs", "--limt", "5"));
        assertTrue(err.toString().contains("--limit"), err.toString());
    }

    @Test
    void aServerThatDoesNotAnswer_isStatus3_andOneLineSaysWhatToDo() throws IOException {
        String url = "http://127.0.0.1:" + unusedPort();

        assertEquals(3, run("jobs", "--url", url));
        assertEquals(
                "millrace: No Millrace answers at " + url + "; start one with ./millrace dev or set MILLRACE_URL\n",
                err.toString());
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        CommandLine line = Millrace.commandLine(arguments);
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}

package dev.millrace.worker.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.log.LogStream;
import dev.millrace.worker.runtime.Exit;
import dev.millrace.worker.runtime.Exit.Outcome;
import dev.millrace.worker.runtime.ProgramEnd;
import dev.millrace.worker.runtime.output.OutputLimits;
import dev.millrace.worker.runtime.process.program.SystemPath;
import dev.millrace.worker.runtime.process.spawn.LauncherSpawner;
import dev.millrace.worker.runtime.process.spawn.Marking;
import dev.millrace.worker.runtime.process.spawn.Spawner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a script author relies on. */
class ContractTest extends ToolTest {
    @Test
    void arguments_arriveAsGiven() {
        String[] awkward = {
            "two words", "", "'single' \"double\"", "$HOME `id` $(id)", "*", "a\nb", "--", "-x", "\\", "ü€😀"
        };
        String[] command = new String[awkward.length + 2];
        command[0] = "printf";
        command[1] = "<%s>\\n";
        System.arraycopy(awkward, 0, command, 2, awkward.length);
        Tool tool = program(command);

        assertEquals(0, tool.run().exitCode());

        StringBuilder expected = new StringBuilder();
        for (String argument : awkward) {
            expected.append('<').append(argument).append(">\n");
        }
        assertEquals(expected.toString(), String.join("\n", tool.output.texts(LogStream.STDOUT)) + "\n");
    }

    @Test
    void environment_isExactlyTheContracts() {
        Tool tool = program("/usr/bin/env");
        tool.home = Path.of("/usr/share");
        tool.environment = Map.of("GREETING", "hello", "TZ", "Asia/Tokyo", "MILLRACE_ATTEMPT", "7");

        tool.run();

        Map<String, String> expected = new TreeMap<>(Map.of(
                "PATH", SystemPath.DEFAULT,
                "HOME", tool.directory.work().toString(),
                "LANG", "C.UTF-8",
                "TZ", "Asia/Tokyo",
                "GREETING", "hello",
                "MILLRACE_JOB_ID", tool.jobId().toString(),
                "MILLRACE_ATTEMPT", "1",
                "MILLRACE_TOOL_HOME", "/usr/share"));
        expected.put("MILLRACE_PARAMETERS", tool.directory.parameters().toString());
        expected.put("MILLRACE_RESULT", tool.directory.result().toString());
        expected.put("MILLRACE_ARTIFACTS", tool.directory.artifacts().toString());
        Map<String, String> actual = new TreeMap<>();
        for (String line : tool.output.texts(LogStream.STDOUT)) {
            actual.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
        }
        assertEquals(expected, actual);
    }

    @Test
    void parameters_comeOnStandardInputAndInAFile() {
        Tool tool = script("cat; echo; cat \"$MILLRACE_PARAMETERS\"");
        tool.parameters = "{\"name\":\"Grüße\"}";

        tool.run();

        assertEquals(List.of(tool.parameters, tool.parameters), tool.output.texts(LogStream.STDOUT));
    }

    @Test
    void parameters_thatAreNeverReadBlockNobody() {
        Tool tool = script("exit 4");
        tool.parameters = "{\"blob\":\"" + "x".repeat(8 << 20) + "\"}";

        assertEquals(4, tool.run().exitCode());
    }

    @Test
    void workingDirectory_isTheScratchDirectory() {
        Tool tool = program("pwd");

        tool.run();

        assertEquals(List.of(tool.directory.work().toString()), tool.output.texts(LogStream.STDOUT));
    }

    @Test
    void resultAndArtifacts_areWhereTheEnvironmentSays() throws Exception {
        Tool tool = script("echo 1 > \"$MILLRACE_RESULT\"; echo 2 > \"$MILLRACE_ARTIFACTS/two\"");

        tool.run();

        assertEquals("1\n", Files.readString(tool.directory.result()));
        assertEquals("2\n", Files.readString(tool.directory.artifacts().resolve("two")));
    }

    @Test
    void streams_areToldApartAndProgressIsNoLine() {
        Tool tool = script("echo out; echo err >&2; echo '::progress 42 Fetching pages'; echo '::progress 101 no';"
                + " echo '::progress 7 no' >&2; printf last");

        tool.run();

        assertEquals(List.of("out", "::progress 101 no", "last"), tool.output.texts(LogStream.STDOUT));
        assertEquals(List.of("err", "::progress 7 no"), tool.output.texts(LogStream.STDERR));
        assertEquals(List.of("42 Fetching pages"), tool.output.progress);
    }

    @Test
    void exitCode_isTheProgramsOwn() {
        Exit exit = script("exit 75").run();

        assertEquals(Outcome.EXITED, exit.outcome());
        assertEquals(75, exit.exitCode());
        assertNull(exit.signal());
        assertNull(exit.stopReason());
        assertEquals(0, exit.survivors());
    }

    @Test
    void foreignSignal_isReportedAsSuch() {
        Exit exit = script("kill -KILL $$").run();

        assertEquals(Outcome.SIGNALLED, exit.outcome());
        assertEquals(ProgramEnd.killed(9), exit.end());
        assertNull(exit.signal());
    }

    @Test
    void signalOfAChild_isAnExitCodeOfTheProgram() {
        assertEquals(
                Exit.ended(ProgramEnd.exited(137), null, 0),
                script("sh -c 'kill -KILL $$'; exit $?").run());
    }

    @Test
    void throughLaunchers_eitherIsSaidToBePossible() {
        Tool killed = script("kill -KILL $$");
        Tool exited = script("exit 137");
        Spawner launchers = new LauncherSpawner();
        killed.runtime = new ProcessRuntime(launchers, Marking.tryOut(launchers), OutputLimits.DEFAULT);
        exited.runtime = killed.runtime;

        ProgramEnd either = new ProgramEnd(137, ProgramEnd.Cause.EXIT_OR_SIGNAL);
        assertEquals(Exit.ended(either, null, 0), killed.run());
        assertEquals(Exit.ended(either, null, 0), exited.run());
    }

    @Test
    void program_leadsItsOwnSessionAndGroup() {
        Tool tool = script("echo $$ $$; cut -d' ' -f5,6 /proc/$$/stat");

        tool.run();

        List<String> said = tool.output.texts(LogStream.STDOUT);
        assertEquals(said.get(0), said.get(1), "its pid twice, and the group and session it is in");
    }

    @Test
    void relativeProgram_isFoundInTheManifestsDirectory() throws Exception {
        Path home = Files.createDirectory(root.resolve("home"));
        Path file = Files.writeString(home.resolve("hello"), "#!/bin/sh\necho \"$0\" \"$@\"\n");
        assertTrue(file.toFile().setExecutable(true));
        Tool tool = program("./hello", "you");
        tool.home = home;

        tool.run();

        assertEquals(List.of(file + " you"), tool.output.texts(LogStream.STDOUT));
        assertFalse(Files.exists(tool.directory.result()));
    }
}

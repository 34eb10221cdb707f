package dev.millrace.worker.runtime.process.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.attempt.FailureCode;
import dev.millrace.worker.runtime.Exit;
import dev.millrace.worker.runtime.Exit.Outcome;
import dev.millrace.worker.runtime.process.Tool;
import dev.millrace.worker.runtime.process.ToolTest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgramTest extends ToolTest {
    private Path home;

    @BeforeEach
    void makeHome() throws Exception {
        home = Files.createDirectory(root.resolve("home"));
    }

    @Test
    void missingProgram_saysWhereItWasLookedFor() {
        refuses("./absent", home + "/absent does not exist");
        refuses("/no/such/program", "/no/such/program does not exist");
        refuses("no-such-program", "was not found on this worker in " + SystemPath.DEFAULT);
        refuses("", "empty");
        refuses("nul\0", "not a file name");
    }

    @Test
    void directory_isNoProgram() throws Exception {
        Files.createDirectory(home.resolve("folder"));

        refuses("./folder", "is a directory");
        refuses(".", "was not found");
    }

    @Test
    void fileThatMayNotBeExecuted_isNoProgram() throws Exception {
        Files.writeString(home.resolve("plain"), "#!/bin/sh\n");

        refuses("./plain", "may not be executed on this worker: permission denied; its mode is rw-r--r--");
    }

    @Test
    void linkToNothing_isSaidToBeOne() throws Exception {
        Files.createSymbolicLink(home.resolve("link"), home.resolve("nothing"));

        refuses("./link", "/link is a link to what does not exist");
    }

    @Test
    void contentsThatCannotBeExecuted_areExplained() throws Exception {
        write("text", "exit 0\n".getBytes(StandardCharsets.UTF_8));
        write("nothing", new byte[0]);
        write("windows", "#!/bin/sh\r\nexit 0\r\n".getBytes(StandardCharsets.UTF_8));
        byte[] foreign = Files.readAllBytes(Path.of("/bin/true"));
        foreign[18] = (byte) 0xf7; // an eBPF program
        foreign[19] = 0;
        write("foreign", foreign);

        refuses("./text", "/text: has no #! line");
        refuses("./nothing", "/nothing: is empty");
        refuses("./windows", "carriage return");
        refuses("./foreign", "/foreign: is made for another kind of machine (ELF machine 247, 64 bits");
    }

    /** Somebody may be done with it in a moment, so it is tried again. */
    @Test
    void programThatIsBeingWritten_failsToStart() throws Exception {
        write("busy", Files.readAllBytes(Path.of("/bin/true")));
        try (OutputStream writer = Files.newOutputStream(home.resolve("busy"), StandardOpenOption.APPEND)) {
            Tool tool = program("./busy");
            tool.home = home;

            Exit exit = tool.run();

            assertEquals(FailureCode.START_FAILED, exit.refusal().code());
            assertTrue(exit.refusal().message().endsWith("busy: somebody has it open for writing"), exit::toString);
        }
    }

    private void write(String name, byte[] contents) throws IOException {
        Path file = Files.write(home.resolve(name), contents);
        assertTrue(file.toFile().setExecutable(true));
    }

    @Test
    void scriptWithoutItsInterpreter_isNotFound() throws Exception {
        Path script = Files.writeString(home.resolve("script"), "#! /no/such/interpreter -u\n");
        assertTrue(script.toFile().setExecutable(true));

        refuses("./script", "needs /no/such/interpreter");
    }

    @Test
    void path_isTheToolsOwnWhereItDeclaresOne() throws Exception {
        Path script = Files.writeString(home.resolve("mine"), "#!/bin/sh\nexit 5\n");
        assertTrue(script.toFile().setExecutable(true));
        Tool tool = program("mine");
        tool.environment = Map.of("PATH", "relative:" + home + ":/bin");

        assertEquals(5, tool.run().exitCode());
    }

    @Test
    void impossibleArguments_failToStart() {
        for (String argument : new String[] {"nul\0", "surrogate \uD800", "x".repeat(4 << 20)}) {
            Exit exit = program("true", argument).run();

            assertEquals(Outcome.NOT_STARTED, exit.outcome());
            assertEquals(FailureCode.START_FAILED, exit.refusal().code());
        }
    }

    @Test
    void impossibleEnvironment_failsToStart() {
        Tool tool = program("true");
        tool.environment = Map.of("A=B", "C");

        assertEquals(FailureCode.START_FAILED, tool.run().refusal().code());
    }

    private void refuses(String program, String message) {
        Tool tool = program(program, "argument");
        tool.home = home;

        Exit exit = tool.run();

        assertEquals(Outcome.NOT_STARTED, exit.outcome());
        assertEquals(FailureCode.PROGRAM_NOT_FOUND, exit.refusal().code());
        assertTrue(exit.refusal().message().contains(message), exit.refusal().message());
    }
}

package dev.millrace.system.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One example tool, run without a worker but with what the tool contract promises it. */
final class ExampleTool {

    /** Generous: it only keeps a hanging tool from hanging the build. */
    private static final long LIMIT_SECONDS = 120;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path program;
    private final Path scratch;

    /**
     * @param program below {@code deploy/tools}
     * @param scratch an existing directory of the test's own
     */
    ExampleTool(String program, Path scratch) {
        this.program = directory().resolve(program);
        this.scratch = scratch;
    }

    /** The checked-out {@code deploy/tools}, found from wherever the tests are started. */
    static Path directory() {
        for (Path at = Path.of(System.getProperty("user.dir")).toAbsolutePath(); at != null; at = at.getParent()) {
            Path tools = at.resolve("deploy/tools");
            if (Files.isDirectory(tools)) {
                return tools;
            }
        }
        throw new IllegalStateException("No deploy/tools above " + System.getProperty("user.dir"));
    }

    Run run(String... arguments) throws Exception {
        Path work = Files.createTempDirectory(scratch, "attempt");
        Path artifacts = Files.createDirectory(work.resolve("artifacts"));
        Path result = work.resolve("result.json");
        ProcessBuilder builder = prepare(work, arguments);
        builder.environment()
                .putAll(Map.of(
                        "MILLRACE_RESULT", result.toString(),
                        "MILLRACE_ARTIFACTS", artifacts.toString(),
                        "MILLRACE_TOOL_HOME", program.getParent().toString(),
                        "MILLRACE_JOB_ID", "0198c0de-0000-7000-8000-000000000000",
                        "MILLRACE_ATTEMPT", "1"));
        return start(builder, work, result);
    }

    /** As a person would run it: none of Millrace's variables is set, and the result is on standard output. */
    Run runByHand(String... arguments) throws Exception {
        Path work = Files.createTempDirectory(scratch, "shell");
        return start(prepare(work, arguments), work, work.resolve("stdout"));
    }

    private ProcessBuilder prepare(Path work, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "HOME", work.toString(), "LANG", "C.UTF-8"));
        return builder;
    }

    private static Run start(ProcessBuilder builder, Path work, Path result) throws Exception {
        Path stdout = work.resolve("stdout");
        Path stderr = work.resolve("stderr");
        Process process = builder.redirectOutput(stdout.toFile())
                .redirectError(stderr.toFile())
                .start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        assertTrue(ended, "The tool did not end: " + builder.command());
        return new Run(
                process.exitValue(),
                Files.readString(stdout),
                Files.readString(stderr),
                result,
                work.resolve("artifacts"));
    }

    /** What one run left behind; reading the text fails unless it is UTF-8. */
    record Run(int exitCode, String stdout, String stderr, Path resultFile, Path artifacts) {

        /** The result of a run that went well. */
        JsonNode result() throws IOException {
            assertEquals(0, exitCode, stderr);
            return JSON.readTree(Files.readString(resultFile));
        }

        String artifact(String name) throws IOException {
            return Files.readString(artifacts.resolve(name));
        }
    }

    static List<String> strings(JsonNode array) {
        return array.valueStream().map(JsonNode::stringValue).toList();
    }
}

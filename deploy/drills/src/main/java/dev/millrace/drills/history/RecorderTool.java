package dev.millrace.drills.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The tool {@code recorder}, which keeps an {@link OutsideFile}. Its parameters: the {@code file}, the {@code turns} of a
 * tenth of a second that it takes, and its {@code exit} status; from the third attempt on it succeeds.
 */
public final class RecorderTool {
    private static final String PROGRAM = """
            #!/bin/sh
            me="$MILLRACE_JOB_ID $MILLRACE_ATTEMPT $$"
            read -r uptime rest < /proc/uptime
            echo "start $me $uptime" >> "$1"
            turn=0
            while [ "$turn" -lt "$2" ]; do
              sleep 0.1
              echo "alive $me" >> "$1"
              turn=$((turn + 1))
            done
            status=$3
            [ "$MILLRACE_ATTEMPT" -lt 3 ] || status=0
            echo "end $me $status" >> "$1"
            exit "$status"
            """;

    private static final String MANIFEST = """
            name: recorder
            description: Writes into a file when it starts, lives and ends
            parameters:
              type: object
              properties: {file: {type: string}, turns: {type: integer}, exit: {type: integer}}
              required: [file, turns, exit]
              additionalProperties: false
            run: {command: [./run.sh, "{{file}}", "{{turns}}", "{{exit}}"]}
            retry: {maxAttempts: 3, backoff: {initial: 100ms, jitter: 0}}
            grace: 1s
            """;

    private RecorderTool() {}

    /** Adds it to a directory of tools that no node reads yet. */
    public static void install(Path tools) throws IOException {
        Path directory = Files.createDirectories(tools.resolve("recorder"));
        Path program = Files.writeString(directory.resolve("run.sh"), PROGRAM);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(directory.resolve("tool.yaml"), MANIFEST);
    }
}

package dev.millrace.standalone.server;

import dev.millrace.standalone.client.exit.FailureMessages;
import dev.millrace.standalone.client.run.RunCommand;
import dev.millrace.standalone.client.terminal.StandardStreams;
import dev.millrace.standalone.client.terminal.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace demo}: what {@code dev} does, and the link graph of Millrace's own documentation as a first job. */
@Command(
        name = "demo",
        description = "Start everything in one go, run a real tool, and show it; then serve until Ctrl-C.")
public final class DemoCommand implements Callable<Integer> {
    private static final String TOOL = "build-graph";

    @Mixin
    private StandaloneOptions options = new StandaloneOptions();

    @Option(names = "--exit", description = "Stop when the job has ended; exit 0 only if it succeeded.")
    private boolean exit;

    @Override
    public Integer call() {
        return DevCommand.run(options, standalone -> {
            int status = runJob(standalone.url());
            if (exit) {
                return status;
            }
            StandardStreams.output().println();
            StandardStreams.output().println("Still running; Ctrl-C stops everything. In another terminal, try:");
            StandardStreams.output().println("  ./millrace tools");
            StandardStreams.output().println("  ./millrace run checksum-tree -p root=. --follow");
            return DevCommand.waitForStop();
        });
    }

    /** The same command that a person would type. */
    private static int runJob(String url) {
        Path docs = StandaloneOptions.home().resolve("docs");
        StandardStreams.output().println("$ millrace run " + TOOL + " -p root=" + docs + " --follow");
        return new CommandLine(new RunCommand())
                .setExecutionExceptionHandler(new FailureMessages(Terminal.standardError(System.getenv())::shown))
                .execute(TOOL, "-p", "root=" + docs, "--follow", "--url", url);
    }
}

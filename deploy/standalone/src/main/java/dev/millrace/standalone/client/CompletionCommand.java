package dev.millrace.standalone.client;

import dev.millrace.standalone.client.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code millrace completion}. */
@Command(
        name = "completion",
        description = {"Print a completion script for bash and zsh.", "Use it: source <(millrace completion)"})
final class CompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var whole = spec.root().commandLine();
        Terminal.standardOutput(System.getenv()).line(AutoComplete.bash(whole.getCommandName(), whole));
        return 0;
    }
}

package dev.millrace.standalone;

import dev.millrace.standalone.client.exit.ClientException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A command that the launcher script hands to a program of its own, the one that the images run as well. It is in the
 * table for the help and the completion; whoever starts this jar without the launcher is told.
 */
@Command
final class LauncherCommand implements Callable<Integer> {
    private final String jar;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private LauncherCommand(String jar) {
        this.jar = jar;
    }

    static CommandSpec of(String description, String jar) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(new LauncherCommand(jar));
        spec.usageMessage().description(description);
        spec.parser().unmatchedArgumentsAllowed(true);
        return spec;
    }

    @Override
    public Integer call() {
        throw ClientException.usage(spec.name() + " is a program of its own; start it with ./millrace " + spec.name()
                + " or java -jar " + jar);
    }
}

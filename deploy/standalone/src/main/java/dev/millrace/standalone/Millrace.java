package dev.millrace.standalone;

import dev.millrace.standalone.client.ClientCommands;
import dev.millrace.standalone.client.exit.ExitStatus;
import dev.millrace.standalone.client.exit.FailureMessages;
import dev.millrace.standalone.client.terminal.StandardStreams;
import dev.millrace.standalone.client.terminal.Terminal;
import dev.millrace.standalone.server.DemoCommand;
import dev.millrace.standalone.server.DevCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ScopeType;

/** The {@code millrace} command: the table of its subcommands, and {@code main}. */
@Command(
        name = "millrace",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        description = "Millrace runs tools as durable jobs.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
public final class Millrace {
    private Millrace() {}

    public static void main(String[] arguments) {
        System.exit(StandardStreams.checked(() -> run(arguments)));
    }

    private static int run(String... arguments) {
        if (!CommandLineText.isUtf8()) {
            StandardStreams.error().println("millrace: An argument is not text in UTF-8");
            return ExitStatus.USAGE.code();
        }
        return commandLine(arguments).execute(arguments);
    }

    /** Every subcommand there is, in the order of the help. */
    private static Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("demo", DemoCommand::new);
        commands.put("dev", DevCommand::new);
        commands.putAll(ClientCommands.byName());
        commands.put(
                "api",
                () -> LauncherCommand.of(
                        "Run an API node; the environment configures it.", "api-node/target/api-node.jar"));
        commands.put(
                "worker",
                () -> LauncherCommand.of(
                        "Run a worker node; the environment configures it.", "worker-node/target/worker-node.jar"));
        commands.put(
                "migrate",
                () -> LauncherCommand.of(
                        "Bring the database up to date, and exit.", "db-changelog/target/db-changelog.jar"));
        commands.put(
                "aot-cache",
                () -> LauncherCommand.of(
                        "Start both nodes once, so that they start in half the time from then on.",
                        "api-node/target/api-node.jar with -XX:AOTCacheOutput=FILE"));
        commands.put(
                "bench",
                () -> LauncherCommand.of("Measure a running Millrace.", "deploy/benchmarks/target/benchmarks.jar"));
        commands.put(
                "drill",
                () -> LauncherCommand.of(
                        "Throw faults at a Millrace of its own, and check every job.",
                        "deploy/drills/target/drills-command.jar"));
        return commands;
    }

    /** Where the arguments name a command, the line knows that one only: the others would cost a tenth of a second. */
    static CommandLine commandLine(String... arguments) {
        Map<String, Supplier<Object>> commands = commands();
        CommandLine line = new CommandLine(new Millrace());
        if (arguments.length > 0 && commands.containsKey(arguments[0]) && !arguments[0].equals("completion")) {
            commands.keySet().retainAll(Set.of(arguments[0]));
        }
        commands.forEach((name, command) -> line.addSubcommand(name, command.get()));
        line.getCommandSpec()
                .usageMessage()
                .footer(
                        "",
                        "Client commands talk to the server that $MILLRACE_URL or --url names.",
                        "See millrace COMMAND --help");
        FailureMessages failures = new FailureMessages(Terminal.standardError(System.getenv())::shown);
        Terminal out = Terminal.standardOutput(System.getenv());
        return line.setExpandAtFiles(false)
                .registerConverter(int.class, CommandLineText::wholeNumber)
                .registerConverter(Integer.class, CommandLineText::wholeNumber)
                .setColorScheme(CommandLine.Help.defaultColorScheme(out.colours() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(Math.max(60, Math.min(120, out.width())))
                .setOut(StandardStreams.help())
                .setErr(new PrintWriter(StandardStreams.error(), true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
    }
}

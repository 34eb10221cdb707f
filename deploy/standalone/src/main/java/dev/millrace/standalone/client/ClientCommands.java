package dev.millrace.standalone.client;

import dev.millrace.standalone.client.run.RunCommand;
import dev.millrace.standalone.client.show.JobCommand;
import dev.millrace.standalone.client.show.JobsCommand;
import dev.millrace.standalone.client.show.QueuesCommand;
import dev.millrace.standalone.client.show.StatsCommand;
import dev.millrace.standalone.client.show.ToolsCommand;
import dev.millrace.standalone.client.show.WhyCommand;
import dev.millrace.standalone.client.show.WorkersCommand;
import dev.millrace.standalone.client.submit.SubmitCommand;
import dev.millrace.standalone.client.watch.LogsCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The client commands by name, in the order of the help. */
public final class ClientCommands {
    private ClientCommands() {}

    /** Suppliers, so that a command which is not called costs nothing: people wait for this program to start. */
    public static Map<String, Supplier<Object>> byName() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("run", RunCommand::new);
        commands.put("submit", SubmitCommand::new);
        commands.put("jobs", JobsCommand::new);
        commands.put("job", JobCommand::new);
        commands.put("why", WhyCommand::new);
        commands.put("logs", LogsCommand::new);
        commands.put("cancel", CancelCommand::new);
        commands.put("retry", RetryCommand::new);
        commands.put("tools", ToolsCommand::new);
        commands.put("workers", WorkersCommand::new);
        commands.put("queues", QueuesCommand::new);
        commands.put("stats", StatsCommand::new);
        commands.put("open", OpenCommand::new);
        commands.put("completion", CompletionCommand::new);
        return commands;
    }
}

package dev.millrace.standalone.client.command;

import dev.millrace.standalone.client.exit.ExitStatus;
import dev.millrace.standalone.client.json.ExactJson;
import dev.millrace.standalone.client.network.Authorities;
import dev.millrace.standalone.client.network.Connection;
import dev.millrace.standalone.client.server.MillraceServer;
import dev.millrace.standalone.client.server.ServerAddress;
import dev.millrace.standalone.client.terminal.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** A command that asks a running Millrace. */
@Command
public abstract class ClientCommand implements Callable<Integer> {

    @Option(
            names = "--url",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "The server (default: $" + ServerAddress.VARIABLE + ", else " + ServerAddress.DEFAULT + ").")
    private @Nullable String url;

    @Option(
            names = "--ca-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "Certificates (PEM) that vouch for an https server (default: $" + Authorities.VARIABLE
                    + ", else those that Java knows).")
    private @Nullable String caFile;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print JSON, for programs.")
    private boolean json;

    @Override
    public final Integer call() {
        return run(this::execute);
    }

    /** Does what one of its subcommands is for, as {@link #execute} does what the command is for without one. */
    protected final int run(Function<Session, ExitStatus> action) {
        loadJsonMeanwhile();
        Map<String, String> environment = System.getenv();
        ServerAddress address = ServerAddress.of(url, environment);
        MillraceServer server = new MillraceServer(address, Connection.to(address.base(), caFile, environment));
        return action.apply(
                        new Session(server, Terminal.standardOutput(environment), Terminal.standardError(environment)))
                .code();
    }

    // Loading the classes takes as long as the connection and the request do, and there are two processors at least.
    private static void loadJsonMeanwhile() {
        Thread loader = new Thread(() -> ExactJson.compact(ExactJson.read("{}")), "load-json");
        loader.setDaemon(true);
        loader.start();
    }

    /** Does it. Failures are thrown as {@link dev.millrace.standalone.client.exit.ClientException}. */
    protected abstract ExitStatus execute(Session session);

    protected final boolean json() {
        return json;
    }
}

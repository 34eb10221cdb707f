package dev.millrace.standalone.server;

import dev.millrace.model.config.Environment;
import dev.millrace.model.node.StartException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code dev} and {@code demo} take alike. */
final class StandaloneOptions {
    /** Set by the launcher: the checkout that the program was started from. */
    private static final String HOME = "millrace.home";

    @Option(names = "--port", paramLabel = "PORT", description = "Port of the API (default ${DEFAULT-VALUE}; 0: any).")
    private int port = 8080;

    @Option(
            names = "--data",
            paramLabel = "DIRECTORY",
            description = "Where everything is kept (default ${DEFAULT-VALUE}).")
    private Path data = Path.of(".millrace");

    @Option(
            names = "--tools",
            paramLabel = "DIRECTORY",
            description = "Directory of the tool manifests (default: the example tools).")
    private @Nullable Path tools;

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "Attempts at once on each worker (default ${DEFAULT-VALUE}).")
    private int slots = 4;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Run N workers as processes of their own (default: one worker inside).")
    private int workers;

    int port() {
        return port;
    }

    Path data() {
        return data;
    }

    int slots() {
        if (slots < 1 || slots > 1_000) {
            throw new StartException("--slots must be from 1 to 1000");
        }
        return slots;
    }

    int workers() {
        if (workers < 0 || workers > 64) {
            throw new StartException("--workers must be from 0 to 64");
        }
        return workers;
    }

    Path tools() {
        Path directory = tools == null ? home().resolve("deploy/tools") : tools.toAbsolutePath();
        if (!Files.isDirectory(directory)) {
            throw new StartException("The tools directory " + directory + " does not exist; name one with --tools");
        }
        return directory;
    }

    /** As on a node of its own: loopback unless the operator says otherwise. */
    String bind() {
        return environment().text("MILLRACE_BIND", "127.0.0.1", "");
    }

    boolean toolsWritable() {
        Environment environment = environment();
        boolean writable = environment.flag("MILLRACE_TOOLS_WRITABLE", false, "");
        environment.check();
        return writable;
    }

    private static Environment environment() {
        return new Environment(System.getenv());
    }

    static Path home() {
        return Path.of(System.getProperty(HOME, "")).toAbsolutePath();
    }
}

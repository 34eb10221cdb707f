package dev.millrace.api;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.model.config.Environment;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What an API node is told by its environment.
 *
 * @param bind address to listen on; loopback unless told otherwise, as there are no keys yet
 * @param port 0 lets the system choose
 * @param hosts names under which the node answers; empty means local names on loopback, and any name elsewhere
 * @param toolsWritable whether tools may be changed over HTTP: who may define a tool may run any program
 */
public record ApiConfig(
        DatabaseSettings database,
        URI redis,
        String bind,
        int port,
        List<String> hosts,
        int connections,
        Path tools,
        boolean toolsWritable,
        Path artifacts) {

    public ApiConfig {
        hosts = List.copyOf(hosts);
    }

    /** @throws dev.millrace.model.config.ConfigurationException listing all that is wrong */
    public static ApiConfig from(Environment environment) {
        ApiConfig config = new ApiConfig(
                environment.databaseSettings(),
                environment.uri(
                        "MILLRACE_REDIS_URL",
                        "redis://localhost:6379",
                        Set.of("redis", "rediss"),
                        "Redis, for hints and live updates"),
                environment.text("MILLRACE_BIND", "127.0.0.1", "Address that the API node listens on"),
                environment.integer(
                        "MILLRACE_PORT", 8080, 0, 65_535, "Port that the API node listens on; 0: any free one"),
                environment.list(
                        "MILLRACE_HOSTS",
                        List.of(),
                        "Host names under which the API node answers; empty: local names on loopback, any elsewhere"),
                environment.integer(
                        "MILLRACE_API_CONNECTIONS",
                        10,
                        2,
                        200,
                        "Connections to Postgres that an API node holds at most"),
                environment.path("MILLRACE_TOOLS", Path.of("tools"), "Directory of the tool manifests"),
                environment.flag("MILLRACE_TOOLS_WRITABLE", false, "Whether tools may be changed over HTTP"),
                environment.path(
                        "MILLRACE_ARTIFACTS",
                        Path.of("artifacts"),
                        "Directory in which artifacts are kept; API and worker nodes share it"));
        environment.check();
        return config;
    }
}

package dev.millrace.api;

import dev.millrace.api.http.address.AddressSettings;
import dev.millrace.api.http.transfer.ConnectionLimits;
import dev.millrace.model.config.Backends;
import dev.millrace.model.config.Environment;
import dev.millrace.model.config.SharedDirectories;
import dev.millrace.model.history.Retention;
import java.time.Duration;
import java.util.List;

/**
 * What an API node is told by its environment.
 *
 * @param bind address to listen on; loopback unless told otherwise, as there are no keys yet
 * @param port 0 lets the system choose
 * @param hosts names under which the node answers; empty means local names on loopback, and any name elsewhere
 * @param retention of jobs after their end, where their tool says nothing else
 * @param toolsWritable whether tools may be changed over HTTP: who may define a tool may run any program
 * @param connectionLimits what clients may take by being slow or many
 * @param address under which callers find the node
 */
public record ApiConfig(
        Backends backends,
        String bind,
        int port,
        List<String> hosts,
        int connections,
        SharedDirectories directories,
        Duration retention,
        boolean toolsWritable,
        ConnectionLimits connectionLimits,
        AddressSettings address) {

    public ApiConfig {
        hosts = List.copyOf(hosts);
    }

    /** @throws dev.millrace.model.config.ConfigurationException listing all that is wrong */
    public static ApiConfig from(Environment environment) {
        ApiConfig config = new ApiConfig(
                Backends.from(environment),
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
                SharedDirectories.from(environment),
                environment.duration(
                        "MILLRACE_RETENTION",
                        Retention.USUAL,
                        Retention.SHORTEST,
                        Retention.LONGEST,
                        "How long a job is kept after its end, with its logs, events and artifacts"),
                environment.flag("MILLRACE_TOOLS_WRITABLE", false, "Whether tools may be changed over HTTP"),
                ConnectionLimits.from(environment),
                AddressSettings.from(environment));
        environment.check();
        return config;
    }
}

package dev.millrace.api;

import dev.millrace.api.http.address.AddressSettings;
import dev.millrace.api.http.server.HttpSettings;
import dev.millrace.model.config.Backends;
import dev.millrace.model.config.Environment;
import dev.millrace.model.config.SharedDirectories;
import dev.millrace.model.history.Retention;
import java.time.Duration;

/**
 * What an API node is told by its environment.
 *
 * @param http where the node listens, and within which bounds
 * @param address under which callers find the node
 * @param connections to Postgres that it holds at most
 * @param retention of jobs after their end, where their tool says nothing else
 * @param toolsWritable whether tools may be changed over HTTP: who may define a tool may run any program
 */
public record ApiConfig(
        Backends backends,
        HttpSettings http,
        AddressSettings address,
        int connections,
        SharedDirectories directories,
        Duration retention,
        boolean toolsWritable) {

    /** @throws dev.millrace.model.config.ConfigurationException listing all that is wrong */
    public static ApiConfig from(Environment environment) {
        ApiConfig config = new ApiConfig(
                Backends.from(environment),
                HttpSettings.from(environment),
                AddressSettings.from(environment),
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
                environment.flag("MILLRACE_TOOLS_WRITABLE", false, "Whether tools may be changed over HTTP"));
        environment.check();
        return config;
    }
}

package dev.millrace.model.config;

import java.nio.file.Path;

/**
 * The directories that API nodes and workers must see alike.
 *
 * @param tools of the manifests, in which relative programs are found
 * @param artifacts in which workers put artifacts and API nodes find them
 */
public record SharedDirectories(Path tools, Path artifacts) {
    /** Notes errors in the environment, for the caller to check. */
    public static SharedDirectories from(Environment environment) {
        return new SharedDirectories(
                environment.path("MILLRACE_TOOLS", Path.of("tools"), "Directory of the tool manifests"),
                environment.path(
                        "MILLRACE_ARTIFACTS",
                        Path.of("artifacts"),
                        "Directory in which artifacts are kept; API and worker nodes share it"));
    }
}

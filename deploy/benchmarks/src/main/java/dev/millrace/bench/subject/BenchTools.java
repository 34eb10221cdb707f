package dev.millrace.bench.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The tools that the scenarios run. */
public final class BenchTools {
    private static final List<String> NAMES = List.of("bench-stamp", "bench-true", "bench-lines", "bench-chatty");

    private BenchTools() {}

    public static Path directory(Path home) {
        return home.resolve("deploy/benchmarks/tools");
    }

    /**
     * Sees to it that a server has them.
     *
     * @throws BenchException when it has not and takes none
     */
    public static void provide(MillraceClient client, Path home) throws IOException {
        for (String name : NAMES) {
            String path = "/api/v1/tools/" + name;
            if (client.get(path).status() == 200) {
                continue;
            }
            byte[] manifest = Files.readAllBytes(directory(home).resolve(name).resolve("tool.yaml"));
            int status = client.putYaml(path, manifest).status();
            if (status >= 300) {
                throw new BenchException("The server has no tool " + name + " and takes none (" + status
                        + "). Start it with MILLRACE_TOOLS_WRITABLE=true, or copy " + directory(home)
                        + " into its tools directory.");
            }
        }
    }
}

package dev.millrace.system.clients;

import dev.millrace.system.process.Jar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** OpenAPI Generator. */
final class ClientGenerator {
    private static final String PROGRAM = Path.of("target/openapi-generator/openapi-generator-cli.jar")
            .toAbsolutePath()
            .toString();

    private ClientGenerator() {}

    /** What it finds or recommends, of a document that it does not refuse. */
    static Set<String> findings(Path document) {
        String output = run("validate", "--recommend", "-i", document.toString());
        Set<String> findings = new TreeSet<>();
        output.lines().filter(line -> line.startsWith("\t- ")).forEach(findings::add);
        return findings;
    }

    /** The finding that nothing refers to the schema in a way that it follows. */
    static String unused(String schema) {
        return "\t- Unused model: " + schema;
    }

    /** @param configuration a file of {@code deploy/clients} */
    static void generate(String configuration, Path document, Path directory) {
        run(
                "generate",
                "-c",
                Workshop.SOURCES.resolve(configuration).toString(),
                "-i",
                document.toString(),
                "-o",
                directory.toString());
    }

    private static String run(String... arguments) {
        // It runs for a few seconds: better compilers would not pay.
        List<String> command = new ArrayList<>(
                List.of(Jar.java().toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", PROGRAM));
        command.addAll(List.of(arguments));
        return Workshop.run("openapi-generator", command);
    }
}

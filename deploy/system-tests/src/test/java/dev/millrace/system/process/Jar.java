package dev.millrace.system.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program as its image starts it: the Dockerfile's own entry point, with this machine's Java and the jar of this build. */
public enum Jar {
    MIGRATE("db-changelog"),
    API("api-node"),
    WORKER("worker-node");

    /** The repository that these tests are part of. */
    public static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private final String module;

    Jar(String module) {
        this.module = module;
    }

    /** The Java that runs the tests. */
    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    List<String> command() {
        JsonNode entryPoint = JsonMapper.shared().readTree(entryPoint());
        List<String> command = new ArrayList<>(List.of(java().toString()));
        for (int i = 1; i < entryPoint.size() - 1; i++) {
            command.add(entryPoint.get(i).stringValue());
        }
        command.add(ROOT.resolve(module + "/target/" + module + ".jar").toString());
        return command;
    }

    private String entryPoint() {
        try {
            return Files.readAllLines(ROOT.resolve("deploy/images/Dockerfile")).stream()
                    .filter(line ->
                            line.startsWith("ENTRYPOINT [\"java\", ") && line.endsWith("/" + module + ".jar\"]"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("The Dockerfile has no entry point for " + module))
                    .substring("ENTRYPOINT ".length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.millrace.system.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.system.http.ApiClient;
import dev.millrace.system.nodes.Cluster;
import dev.millrace.system.process.Jar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The document that a node serves is good enough for linters and generators, and their clients run a job. */
final class GeneratedClientsIT {
    private static final List<String> ONE_JOB = List.of(
            "state SUCCEEDED, attempts 1",
            "log 2 pages, 1 links, 0 external links, 0 orphans, 0 broken links",
            "pages 2",
            "artifact graph.dot, whole",
            "listed true",
            "accepted 2",
            "refused 422");

    private static Cluster cluster;
    private static String node;
    private static Path document;

    @TempDir
    private Path pages;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.create();
        Map<String, String> tools =
                Map.of("MILLRACE_TOOLS", Jar.ROOT.resolve("deploy/tools").toString());
        ApiClient api = cluster.startAll(1, tools).api().client();
        node = api.base();
        document = Workshop.directory("document").resolve("openapi.json");
        Files.writeString(document, api.get("//openapi.json").require(200).text());
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    /** Nothing but that lines and events are not referred to: OpenAPI 3.1 has no place for it, and an extension does. */
    @Test
    void generator_findsNothingUnexplained() throws Exception {
        JsonNode tree = JsonMapper.shared().readTree(Files.readAllBytes(document));
        Set<String> explained = new TreeSet<>();
        Set<String> extensions = new HashSet<>();
        tree.findValues("x-lines").forEach(schema -> refer(schema, tree, extensions));
        tree.findValues("x-events").forEach(schema -> refer(schema, tree, extensions));
        extensions.forEach(schema -> explained.add(ClientGenerator.unused(schema)));

        Set<String> findings = ClientGenerator.findings(document);
        findings.removeAll(explained);
        assertEquals(Set.of(), findings);
    }

    @Test
    void linter_findsNothing() throws Exception {
        NpmPackages packages = NpmPackages.installed(Runtime.Version.parse("20.19"));
        Path copy = packages.directory().resolve("openapi.json");
        Files.copy(document, copy, StandardCopyOption.REPLACE_EXISTING);
        String output = packages.run(
                "@redocly/cli/bin/cli.js",
                "lint",
                copy.toString(),
                "--config",
                packages.directory().resolve("redocly.yaml").toString());
        assertTrue(output.contains("3 problems are explicitly ignored"), output);
    }

    @Test
    void javaClient_runsAJob() throws Exception {
        assertEquals(ONE_JOB, JavaClient.of(document).run(node, writtenPages()));
    }

    @Test
    void typeScriptClient_runsAJob() throws Exception {
        NpmPackages packages = NpmPackages.installed(Runtime.Version.parse("18"));
        Path directory = Files.createDirectories(packages.directory().resolve("typescript"));
        ClientGenerator.generate("typescript.yaml", document, directory.resolve("millrace"));
        Workshop.copy("typescript/run-one-job.ts", directory.resolve("run-one-job.ts"));
        Workshop.copy("typescript/tsconfig.json", directory.resolve("tsconfig.json"));
        packages.run("typescript/bin/tsc", "--project", directory.toString());
        String program = directory.resolve("built/run-one-job.js").toString();
        List<String> command = List.of("node", program, node, writtenPages().toString());
        assertEquals(ONE_JOB, Workshop.run("typescript-client", command).lines().toList());
    }

    private Path writtenPages() throws Exception {
        Files.writeString(pages.resolve("index.md"), "# Start\n[next](next.md)\n");
        Files.writeString(pages.resolve("next.md"), "# Next\n");
        return pages;
    }

    /** Notes all schemas that these refer to, one by another. */
    private static void refer(JsonNode node, JsonNode tree, Set<String> schemas) {
        for (JsonNode reference : node.findValues("$ref")) {
            String pointer = reference.stringValue().substring(1);
            if (schemas.add(pointer.substring(pointer.lastIndexOf('/') + 1))) {
                refer(tree.at(pointer), tree, schemas);
            }
        }
    }
}

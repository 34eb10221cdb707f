package dev.millrace.system.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class ComposeTest {
    private static final Set<String> OURS = Set.of("migrate", "api", "worker");
    private static final Set<String> KNOWN_VARIABLES = Set.of(
            "MILLRACE_DATABASE_URL",
            "MILLRACE_DATABASE_USER",
            "MILLRACE_DATABASE_PASSWORD",
            "MILLRACE_REDIS_URL",
            "MILLRACE_BIND",
            "MILLRACE_HOSTS",
            "MILLRACE_PORT",
            "MILLRACE_TOOLS",
            "MILLRACE_TOOLS_WRITABLE",
            "MILLRACE_ARTIFACTS",
            "MILLRACE_WORKER_SLOTS",
            "MILLRACE_WORKER_QUEUES",
            "MILLRACE_QUEUE_AGEING",
            "MILLRACE_WORKER_DRAIN",
            "MILLRACE_RETENTION",
            "MILLRACE_SCRATCH");

    private final JsonNode compose = Checkout.compose();
    private final JsonNode services = compose.path("services");

    ComposeTest() throws IOException {}

    @Test
    void theFile_satisfiesItsSchema() throws IOException {
        try (InputStream schema = getClass().getResourceAsStream("compose.schema.json")) {
            List<Error> errors = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Objects.requireNonNull(schema))
                    .validate(compose);

            assertEquals(List.of(), errors);
        }
    }

    @Test
    void theServices_areThoseThatMillraceIsMadeOf() {
        assertEquals(Set.of("postgres", "valkey", "migrate", "api", "worker"), Set.copyOf(services.propertyNames()));
    }

    @Test
    void ourServices_areBuiltFromAStageThatExists_andTheOthersArePinned() throws IOException {
        for (Entry<String, JsonNode> service : services.properties()) {
            JsonNode build = service.getValue().path("build");
            String image = service.getValue().path("image").asString();
            assertEquals(OURS.contains(service.getKey()), build.isObject(), service.getKey());
            if (build.isObject()) {
                assertTrue(Files.exists(
                        Checkout.ROOT.resolve(build.path("dockerfile").asString())));
                assertTrue(
                        Checkout.dockerfile()
                                .stages()
                                .containsKey(build.path("target").asString()),
                        service.getKey());
                assertEquals("millrace/" + build.path("target").asString(), image);
            } else {
                assertTrue(image.contains(":"), image);
            }
        }
    }

    @Test
    void whatAServiceNames_existsInTheFile() {
        for (Entry<String, JsonNode> service : services.properties()) {
            JsonNode value = service.getValue();
            value.path("networks")
                    .forEach(network -> assertTrue(
                            compose.path("networks").has(network.asString()), service.getKey() + " " + network));
            value.path("depends_on").propertyNames().forEach(other -> assertTrue(services.has(other), other));
            for (String source : volumeSources(value)) {
                assertTrue(
                        source.startsWith("./")
                                ? Files.isDirectory(Checkout.ROOT.resolve(source))
                                : compose.path("volumes").has(source),
                        service.getKey() + " " + source);
            }
        }
    }

    private static List<String> volumeSources(JsonNode service) {
        List<String> sources = new ArrayList<>();
        for (JsonNode volume : service.path("volumes")) {
            if (volume.asString().contains(":")) {
                sources.add(volume.asString().substring(0, volume.asString().indexOf(':')));
            }
        }
        return sources;
    }

    @Test
    void aHealthyDependency_canSaySo() {
        for (JsonNode service : services) {
            for (Entry<String, JsonNode> dependency : service.path("depends_on").properties()) {
                String condition = dependency.getValue().path("condition").asString();
                JsonNode other = services.path(dependency.getKey());
                assertTrue(!condition.equals("service_healthy") || other.has("healthcheck"), dependency.getKey());
                assertEquals(
                        condition.equals("service_completed_successfully"),
                        other.path("restart").asString().equals("no"),
                        dependency.getKey());
            }
        }
    }

    @Test
    void onlyTheApi_isPublished_andTheDataNetworkLeadsNowhere() {
        for (Entry<String, JsonNode> service : services.properties()) {
            assertEquals(service.getKey().equals("api"), service.getValue().has("ports"), service.getKey());
        }
        assertTrue(compose.path("networks").path("data").path("internal").asBoolean());
        for (String store : List.of("postgres", "valkey")) {
            assertEquals("[\"data\"]", services.path(store).path("networks").toString());
        }
    }

    @Test
    void theWorker_canBeScaled_andDrainsBeforeItIsKilled() {
        JsonNode worker = services.path("worker");

        assertFalse(worker.has("container_name") || worker.has("ports"));
        // It would keep the password where tools can read it.
        assertFalse(worker.has("init"));
        assertTrue(seconds(worker.path("stop_grace_period"))
                > seconds(worker.path("environment").path("MILLRACE_WORKER_DRAIN")));
    }

    private static int seconds(JsonNode duration) {
        return Integer.parseInt(duration.asString().replace("s", ""));
    }

    @Test
    void theNodes_seeTheSameToolsAndArtifacts() {
        for (String variable : List.of("MILLRACE_TOOLS", "MILLRACE_ARTIFACTS")) {
            String path =
                    services.path("api").path("environment").path(variable).asString();
            for (String node : List.of("api", "worker")) {
                assertEquals(
                        path,
                        services.path(node).path("environment").path(variable).asString());
                assertTrue(
                        services.path(node)
                                .path("volumes")
                                .valueStream()
                                .anyMatch(volume -> volume.asString().contains(":" + path)),
                        node + " " + variable);
            }
        }
    }

    @Test
    void everyVariable_isOneThatMillraceReads_andIsDocumented() throws IOException {
        Set<String> variables = new TreeSet<>();
        OURS.forEach(service ->
                variables.addAll(services.path(service).path("environment").propertyNames()));

        variables.forEach(variable -> assertTrue(KNOWN_VARIABLES.contains(variable), variable));
        String page = "docs/configuration.md";
        if (Files.exists(Checkout.ROOT.resolve(page))) {
            String documented = Checkout.read(page);
            variables.forEach(variable -> assertTrue(documented.contains("`" + variable + "`"), variable));
        }
    }
}

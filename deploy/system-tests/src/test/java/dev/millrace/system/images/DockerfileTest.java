package dev.millrace.system.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.system.images.Dockerfile.Instruction;
import dev.millrace.system.images.Dockerfile.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class DockerfileTest {
    /** Image to the module whose jar it runs. */
    private static final Map<String, String> IMAGES =
            Map.of("migrate", "db-changelog", "api-node", "api-node", "worker-node", "worker-node");

    private static final Pattern IMAGE_FILE = Pattern.compile("/image/([a-z-]+)/(lib/|own/|native/|([a-z-]+)\\.jar)");

    private final Dockerfile dockerfile = Checkout.dockerfile();

    DockerfileTest() throws IOException {}

    @Test
    void everyBase_isPinned_orAStageAbove() {
        for (Stage stage : dockerfile.stages().values()) {
            assertTrue(
                    dockerfile.stages().containsKey(stage.base())
                            || stage.base().matches("[a-z0-9/-]+:[0-9][a-z0-9.-]*"),
                    stage.base());
        }
    }

    @Test
    void everythingCopied_existsOrIsBuilt() {
        for (Stage stage : dockerfile.stages().values()) {
            for (Instruction copy : stage.all("COPY")) {
                String source = copy.words().get(0);
                if (copy.text().startsWith("--from=build ")) {
                    Matcher built = IMAGE_FILE.matcher(source);
                    assertTrue(built.matches(), source);
                    assertTrue(
                            Files.exists(Checkout.ROOT.resolve(built.group(1)).resolve("pom.xml")), source);
                    assertTrue(built.group(3) == null || built.group(3).equals(built.group(1)), source);
                } else {
                    assertTrue(Files.exists(Checkout.ROOT.resolve(source)), source);
                }
            }
        }
    }

    @Test
    void theBuild_getsEveryPom() throws IOException {
        List<String> copied = dockerfile.stages().get("build").all("COPY").stream()
                .map(copy -> copy.words().get(0))
                .toList();
        Matcher module = Pattern.compile("<module>(.+?)</module>").matcher(Checkout.read("pom.xml"));
        while (module.find()) {
            assertTrue(copied.contains(module.group(1) + "/pom.xml"), module.group(1));
        }
    }

    @Test
    void theEntrypoint_isJavaWithoutAShell_onTheJarThatTheBuildMakes() throws IOException {
        for (Entry<String, String> image : IMAGES.entrySet()) {
            JsonNode entrypoint =
                    dockerfile.stages().get(image.getKey()).last("ENTRYPOINT").array();
            String jar = "/opt/millrace/" + image.getValue() + ".jar";
            String pom = Checkout.read(image.getValue() + "/pom.xml");

            assertEquals("java", entrypoint.get(0).asString());
            assertEquals("-jar", entrypoint.get(entrypoint.size() - 2).asString());
            assertEquals(jar, entrypoint.get(entrypoint.size() - 1).asString());
            assertTrue(pom.contains("<artifactId>" + image.getValue() + "</artifactId>"), image.getValue());
            assertTrue(pom.contains("<mainClass>"), image.getValue());
        }
    }

    @Test
    void theJar_hasItsLibrariesWhereItsManifestLooks() {
        for (Entry<String, String> image : IMAGES.entrySet()) {
            List<String> copies = dockerfile.stages().get(image.getKey()).all("COPY").stream()
                    .map(copy -> String.join(" ", copy.words()))
                    .toList();
            String built = "/image/" + image.getValue() + "/";
            assertTrue(
                    copies.containsAll(List.of(
                            built + "lib/ /opt/millrace/lib/",
                            built + "own/ /opt/millrace/lib/",
                            built + image.getValue() + ".jar /opt/millrace/")),
                    copies.toString());
        }
    }

    /** Where nothing may be executed in /tmp, JNA could not unpack it. */
    @Test
    void nativeLibrary_isInTheImage_andNamedToJava() {
        for (String image : List.of("api-node", "worker-node")) {
            Stage stage = dockerfile.stages().get(image);
            assertTrue(stage.all("COPY").stream()
                    .anyMatch(copy -> copy.text().endsWith("/" + image + "/native/ /opt/millrace/native/")));
            assertTrue(stage.last("ENTRYPOINT").text().contains("\"-Djna.boot.library.path=/opt/millrace/native\""));
        }
    }

    @Test
    void dataDirectories_areOpenToGroupZero_andTheLicenseIsThere() {
        Stage runtime = dockerfile.stages().get("runtime");
        assertTrue(runtime.all("RUN").stream()
                .anyMatch(run -> run.text()
                        .replaceAll("\\s+", " ")
                        .contains("--owner=10001 --group=0 --mode=0770 /var/lib/millrace /var/lib/millrace/artifacts"
                                + " /var/lib/millrace/scratch")));
        assertTrue(runtime.all("COPY").stream().anyMatch(copy -> copy.text().equals("LICENSE /opt/millrace/LICENSE")));
    }

    @Test
    void nothingRunsAsRoot_andEverythingSaysHowItIs() {
        for (String image : IMAGES.keySet()) {
            Stage stage = dockerfile.stages().get(image);
            assertEquals("10001:10001", stage.last("USER").text(), image);
            String health = stage.last("HEALTHCHECK").text();
            assertEquals(image.equals("migrate"), health.equals("NONE"), image);
        }
    }

    @Test
    void theHealthCheck_isAScriptThatIsCopied() {
        for (String image : List.of("api-node", "worker-node")) {
            Stage stage = dockerfile.stages().get(image);
            JsonNode command = stage.last("HEALTHCHECK").array();
            assertEquals("[\"bash\",\"/opt/millrace/health\"]", command.toString());
            assertTrue(stage.all("COPY").stream()
                    .anyMatch(copy -> copy.text().equals("deploy/images/" + image + "-health /opt/millrace/health")));
        }
    }

    @Test
    void everyImage_saysWhatItIs() {
        for (String image : IMAGES.keySet()) {
            String label = dockerfile.stages().get(image).last("LABEL").text();
            assertTrue(label.contains("org.opencontainers.image.title=\"millrace/" + image + "\""), label);
            assertTrue(label.contains("org.opencontainers.image.description="), label);
        }
    }
}

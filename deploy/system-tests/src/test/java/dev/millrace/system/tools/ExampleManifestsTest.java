package dev.millrace.system.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

final class ExampleManifestsTest {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(.*?)}}");

    static List<Path> manifests() throws IOException {
        try (Stream<Path> files = Files.walk(ExampleTool.directory(), 4)) {
            return files.filter(file -> file.getFileName().toString().equals("tool.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void runsAnExecutableNextToTheManifest(Path manifest) throws IOException {
        Path program = manifest.resolveSibling(command(manifest).get(0));
        assertTrue(Files.isExecutable(program), program.toString());
        assertEquals(
                manifest.getParent().getFileName().toString(), load(manifest).get("name"));
    }

    /** A placeholder of a parameter that may be absent would leave its option without a value. */
    @ParameterizedTest
    @MethodSource("manifests")
    void usesOnlyParametersThatAlwaysHaveAValue(Path manifest) throws IOException {
        Map<?, ?> parameters = (Map<?, ?>) load(manifest).get("parameters");
        Map<?, ?> properties = (Map<?, ?>) parameters.get("properties");
        List<?> required = (List<?>) parameters.get("required");
        Matcher placeholder = PLACEHOLDER.matcher(String.join("\n", command(manifest)));
        while (placeholder.find()) {
            String name = placeholder.group(1);
            boolean hasDefault = properties.get(name) instanceof Map<?, ?> schema && schema.containsKey("default");
            assertTrue(required.contains(name) || hasDefault, name);
        }
    }

    private static List<String> command(Path manifest) throws IOException {
        Map<?, ?> run = (Map<?, ?>) load(manifest).get("run");
        return ((List<?>) run.get("command")).stream().map(String::valueOf).toList();
    }

    private static Map<?, ?> load(Path manifest) throws IOException {
        return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(manifest));
    }
}

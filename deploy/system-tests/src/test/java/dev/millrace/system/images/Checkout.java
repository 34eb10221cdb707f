package dev.millrace.system.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The repository that these tests are part of. */
final class Checkout {
    static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private Checkout() {}

    static String read(String path) throws IOException {
        return Files.readString(ROOT.resolve(path));
    }

    /** With its merge keys ({@code <<}) resolved, as Compose does. */
    static JsonNode compose() throws IOException {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setLabel("compose.yaml")
                .build();
        Object document = new Load(settings).loadFromString(read("compose.yaml"));
        return JsonMapper.shared().valueToTree(document);
    }

    static Dockerfile dockerfile() throws IOException {
        return Dockerfile.parse(read("deploy/images/Dockerfile"));
    }
}

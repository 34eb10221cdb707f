package dev.millrace.api.documentation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;

/** The document as it is served. It is written in YAML for those who edit it and read in JSON by everybody else. */
final class OpenApiDocument {
    private OpenApiDocument() {}

    static byte[] json() {
        try (InputStream yaml = Objects.requireNonNull(
                OpenApiDocument.class.getResourceAsStream("/dev/millrace/api/openapi.yaml"), "openapi.yaml")) {
            Object document = new Load(LoadSettings.builder().build()).loadFromInputStream(yaml);
            return JsonMapper.shared().writeValueAsBytes(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.millrace.standalone.client.run;

import dev.millrace.standalone.client.exit.ClientException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where parameters come from: a document ({@code --params}), then single values ({@code -p}), which win.
 *
 * @param document file name, {@code -} for standard input, or null
 */
record ParameterSources(@Nullable String document, List<String> arguments, InputStream input) {

    /** @throws ClientException when a file cannot be read or is not what it should be */
    ObjectNode read(ParameterSchema schema, Path workingDirectory) {
        ObjectNode parameters = document == null ? JsonNodeFactory.instance.objectNode() : document(workingDirectory);
        for (String text : arguments) {
            ParameterArgument argument = ParameterArgument.parse(text);
            parameters.set(argument.name(), value(argument, schema, workingDirectory));
        }
        return new ParameterPaths(schema, workingDirectory).absolute(parameters);
    }

    private ObjectNode document(Path workingDirectory) {
        String source = "--params " + document;
        JsonNode json = ParameterValues.json(source, text(source, document, workingDirectory));
        if (json instanceof ObjectNode object) {
            return object;
        }
        throw ClientException.usage(source + ": not a JSON object; write {\"name\": value, …}");
    }

    private JsonNode value(ParameterArgument argument, ParameterSchema schema, Path workingDirectory) {
        String name = argument.name();
        return switch (argument.form()) {
            case TEXT -> ParameterValues.typed(name, argument.text(), schema.types(schema.property(name)));
            case FILE ->
                ParameterValues.typed(
                        name,
                        text("-p " + name, argument.text(), workingDirectory),
                        schema.types(schema.property(name)));
            case JSON -> ParameterValues.json("-p " + name, argument.text());
        };
    }

    private String text(String source, @Nullable String file, Path workingDirectory) {
        try {
            byte[] bytes = "-".equals(file)
                    ? input.readAllBytes()
                    : Files.readAllBytes(workingDirectory.resolve(String.valueOf(file)));
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw ClientException.usage(source + ": " + file + " is not text in UTF-8");
        } catch (IOException e) {
            throw ClientException.usage(
                    source + ": cannot read " + file + " (" + e.getClass().getSimpleName() + ")");
        }
    }
}

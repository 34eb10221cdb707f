package dev.millrace.api.documentation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What the document says of bodies of one media type: JSON, lines of JSON, or an event stream; of others nothing. */
final class DocumentedBody {
    private final String mediaType;
    private final JsonNode declared;
    private final DocumentSchemas schemas;

    /** @param declared the media type object */
    DocumentedBody(String mediaType, JsonNode declared, DocumentSchemas schemas) {
        this.mediaType = mediaType;
        this.declared = declared;
        this.schemas = schemas;
    }

    List<String> errors(String body) {
        if (declared.has("x-lines")) {
            return body.lines()
                    .flatMap(line -> schemas.errors(declared.get("x-lines"), line).stream())
                    .toList();
        }
        if (declared.has("x-events")) {
            return errorsOfEvents(body);
        }
        return mediaType.endsWith("json") && declared.has("schema")
                ? schemas.errors(declared.get("schema"), body)
                : List.of();
    }

    /** What is wrong with one event of a stream. */
    List<String> errorsOfEvent(String name, String data) {
        return Optional.ofNullable(declared.path("x-events").get(name))
                .map(schema -> schemas.errors(schema, data))
                .orElse(List.of("The event " + name + " is not documented"));
    }

    private List<String> errorsOfEvents(String body) {
        List<String> errors = new ArrayList<>();
        String name = "message";
        for (String line : body.lines().toList()) {
            if (line.startsWith("event: ")) {
                name = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                errors.addAll(errorsOfEvent(name, line.substring("data: ".length())));
                name = "message";
            }
        }
        return errors;
    }
}

package dev.millrace.api.http.answer;

import io.javalin.http.Context;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** Answers in JSON. Records keep the order of their components, and an absent value is written as null. */
public final class JsonResponse {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private JsonResponse() {}

    /** @param value a JSON tree, a record, or a collection of them */
    public static void write(Context ctx, int status, Object value) {
        write(ctx, status, "application/json", value);
    }

    /** Answers with a document in bytes. */
    public static void send(Context ctx, byte[] document) {
        ctx.contentType("application/json").result(document);
    }

    public static void write(Context ctx, int status, String contentType, Object value) {
        ctx.status(status).contentType(contentType).result(bytes(value));
    }

    /** The bytes of the document, for answers that are not written through {@link #write}. */
    public static byte[] bytes(Object value) {
        return JSON.writeValueAsBytes(value);
    }
}

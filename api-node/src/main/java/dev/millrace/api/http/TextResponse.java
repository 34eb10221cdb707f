package dev.millrace.api.http;

import io.javalin.http.Context;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Answers in plain text of any length, written as it is produced. Holds its thread until the last line is out. */
public final class TextResponse {
    private static final int BUFFER_CHARACTERS = 32 * 1024;

    private TextResponse() {}

    /** Writes the text; a failure after the first bytes are out breaks the connection off. */
    @FunctionalInterface
    public interface Body {
        void writeTo(Writer writer) throws IOException;
    }

    /** @throws IOException if the caller is gone */
    public static void write(Context ctx, int status, Body body) throws IOException {
        ctx.status(status).contentType("text/plain;charset=utf-8");
        BufferedWriter writer = new BufferedWriter(
                new OutputStreamWriter(ctx.outputStream(), StandardCharsets.UTF_8), BUFFER_CHARACTERS);
        body.writeTo(writer);
        writer.flush();
    }
}

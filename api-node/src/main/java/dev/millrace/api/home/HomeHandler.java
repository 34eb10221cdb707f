package dev.millrace.api.home;

import dev.millrace.api.http.address.PublicAddress;
import dev.millrace.api.http.answer.JsonResponse;
import dev.millrace.api.http.request.Accept;
import dev.millrace.model.json.Json;
import dev.millrace.model.node.Version;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code GET /}: a page for people, a description for programs. */
public final class HomeHandler {
    private static final Map<String, String> PATHS = new LinkedHashMap<>();

    static {
        PATHS.put("documentation", "/docs");
        PATHS.put("dashboard", "/dashboard");
        PATHS.put("jobs", "/api/v1/jobs");
        PATHS.put("tools", "/api/v1/tools");
        PATHS.put("workers", "/api/v1/workers");
        PATHS.put("stats", "/api/v1/stats");
        PATHS.put("openapi", "/openapi.json");
        PATHS.put("health", "/health/detailed");
    }

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>Millrace</title>
              <style>
                body { font: 1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; }
                li { margin: .3rem 0; }
                code { opacity: .7; }
              </style>
            </head>
            <body>
              <h1>Millrace</h1>
              <p>Tools as durable jobs. Version %s.</p>
              <ul>
            %s
              </ul>
            </body>
            </html>
            """;

    public void get(Context ctx) {
        Map<String, String> links = new LinkedHashMap<>();
        PATHS.forEach((name, path) -> links.put(name, PublicAddress.of(ctx).link(path)));
        if (Accept.favourite(ctx, "application/json", "text/html").equals("text/html")) {
            ctx.header(
                    "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
            ctx.contentType("text/html;charset=utf-8").result(PAGE.formatted(Version.current(), html(links)));
            return;
        }
        JsonResponse.write(
                ctx,
                200,
                Json.object()
                        .put("name", "millrace")
                        .put("version", Version.current())
                        .set("links", Json.mapper().valueToTree(links)));
    }

    /** Nothing in them needs an escape. */
    private static String html(Map<String, String> links) {
        return links.entrySet().stream()
                .map(link -> "    <li><a href=\"%1$s\">%2$s</a> <code>%1$s</code></li>"
                        .formatted(link.getValue(), link.getKey()))
                .collect(Collectors.joining("\n"));
    }
}

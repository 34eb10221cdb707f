package dev.millrace.api.documentation;

import dev.millrace.api.http.address.PublicAddress;
import dev.millrace.api.http.route.Method;
import dev.millrace.api.http.route.Route;
import io.javalin.http.Handler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** {@code /openapi.json} and the page {@code /docs}: Swagger UI with our document, every file of it served by us. */
public final class Documentation {
    /** Only this node may be asked for anything. Swagger UI sets styles on its elements, hence the inline ones. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String REVALIDATED = "no-cache";
    /** The path holds the version, so what is behind it never changes. */
    private static final String IMMUTABLE = "public, max-age=31536000, immutable";

    private Documentation() {}

    /** Reads the document and the page's files once; later requests are answered from memory. */
    public static List<Route> routes() {
        String library = "/docs/" + SwaggerUi.VERSION + "/";
        AddressedDocument document = new AddressedDocument(OpenApiDocument.json());
        String page = new String(SwaggerUi.ownFile("index.html"), StandardCharsets.UTF_8)
                .replace("%VERSION%", SwaggerUi.VERSION);
        return List.of(
                Route.get("/openapi.json", file(document::at, "application/json", REVALIDATED)),
                Route.get("/docs", page(page)),
                asset("/docs/docs.css", SwaggerUi.ownFile("docs.css"), "text/css", REVALIDATED),
                asset("/docs/docs.js", SwaggerUi.ownFile("docs.js"), "text/javascript", REVALIDATED),
                library(library, "swagger-ui.css", "text/css"),
                library(library, "swagger-ui-bundle.js", "text/javascript"),
                library(library, "favicon-32x32.png", "image/png"));
    }

    private static Route library(String path, String name, String contentType) {
        return asset(path + name, SwaggerUi.libraryFile(name), contentType, IMMUTABLE);
    }

    /** One exact path for one known file: there is no path to traverse. */
    private static Route asset(String path, byte[] content, String contentType, String caching) {
        return Route.passThrough(Method.GET, path, file(address -> content, contentType, caching));
    }

    private static Handler page(String template) {
        Handler file = file(
                address -> template.replace("%ROOT%", address.path()).getBytes(StandardCharsets.UTF_8),
                "text/html",
                REVALIDATED);
        return ctx -> {
            ctx.header("Content-Security-Policy", POLICY);
            file.handle(ctx);
        };
    }

    private static Handler file(Function<PublicAddress, byte[]> content, String contentType, String caching) {
        boolean isText = !contentType.startsWith("image/") && !contentType.equals("application/json");
        String type = isText ? contentType + ";charset=utf-8" : contentType;
        return ctx -> ctx.contentType(type)
                .header("Cache-Control", caching)
                .header("Vary", "Accept-Encoding")
                .result(content.apply(PublicAddress.of(ctx)));
    }
}

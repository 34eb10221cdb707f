package dev.millrace.api.dashboard;

import dev.millrace.api.http.address.PublicAddress;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jobrunr.dashboard.JobRunrStaticFileHandler;

/** The page and its files. Any path under it that names no file is the page itself, which has paths of its own. */
final class DashboardPage implements Handler {
    private static final Pattern FILE =
            Pattern.compile("/dashboard(/[\\w-]+)*/[\\w-][\\w.-]*\\.(html|css|js|png|svg|txt|json|ico)");
    private static final Pattern VIEW = Pattern.compile("/dashboard(/[\\w-]+)*/?");

    /** A program that asks here takes the page's calls to be below it, and could not read the page. */
    private static final Pattern CALL = Pattern.compile("/dashboard/(api|sse)(/.*)?");

    /** JobRunr builds its page for the root of a host: paths stand in its files as text, each whole or with its beginning. */
    private static final Pattern PATH = Pattern.compile("(?<=[\"'`])/(?:dashboard|api|sse)(?=[/\"'`])");

    private static final Pattern TEXT = Pattern.compile("html|javascript|json|css");

    /**
     * Added to JobRunr's own policy for its scripts. What the page would ask of an outside host, or tell it, stays within the
     * browser. Its styles are written into the page as it runs.
     */
    private static final String POLICY = "default-src 'none'; connect-src 'self'; style-src 'self' 'unsafe-inline'; "
            + "img-src 'self' data:; font-src 'self' data:; manifest-src 'self'; form-action 'none'; "
            + "frame-ancestors 'none'; ";

    private final JobRunrStaticFileHandler files = new JobRunrStaticFileHandler();

    @Override
    public void handle(Context ctx) {
        String path = ctx.path();
        if (CALL.matcher(path).matches()) {
            throw new MillraceException(
                    ErrorCode.NOT_FOUND, "There is nothing at this path; what the dashboard asks is at /api and /sse.");
        }
        boolean isView = VIEW.matcher(path).matches() && !path.contains("/static");
        if (!isView && !FILE.matcher(path).matches()) {
            throw notFound();
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DashboardExchange exchange = new DashboardExchange(ctx, null, body);
        files.handle(exchange);
        if (exchange.getResponseCode() != 200) {
            throw notFound();
        }
        String type = String.valueOf(exchange.getResponseHeaders().getFirst("Content-Type"));
        if (type.startsWith("text/html")) {
            String policy = exchange.getResponseHeaders().getFirst("Content-Security-Policy");
            ctx.header("Content-Security-Policy", POLICY + policy);
        } else {
            ctx.header("Cache-Control", "public, max-age=604800").header("Vary", "Accept-Encoding");
        }
        ctx.contentType(type).result(placed(body.toByteArray(), type, PublicAddress.of(ctx)));
    }

    /** The file as it must be where this node is, at the root or not. */
    private static byte[] placed(byte[] content, String type, PublicAddress address) {
        if (!TEXT.matcher(type).find()) {
            return content;
        }
        String text = new String(content, StandardCharsets.UTF_8);
        String edited = type.contains("javascript") ? DashboardScript.of(text) : text;
        return PATH.matcher(edited).replaceAll(address.path() + "$0").getBytes(StandardCharsets.UTF_8);
    }

    private static MillraceException notFound() {
        return new MillraceException(ErrorCode.NOT_FOUND, "The dashboard has no such file.");
    }
}

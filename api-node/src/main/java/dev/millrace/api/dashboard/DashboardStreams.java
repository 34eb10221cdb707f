package dev.millrace.api.dashboard;

import com.sun.net.httpserver.HttpExchange;
import dev.millrace.api.http.request.ResourceId;
import dev.millrace.api.http.stream.StreamedAnswer;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import io.javalin.http.Context;
import java.io.IOException;
import org.jobrunr.dashboard.JobRunrSseHandler;
import org.jobrunr.dashboard.server.sse.SseExchange;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;

/** The page's live figures. JobRunr's one notifier thread writes them, and our stream takes them without blocking it. */
final class DashboardStreams implements AutoCloseable {
    private final Streams jobRunr;

    DashboardStreams(StorageProvider storage, JsonMapper json) {
        this.jobRunr = new Streams(storage, json);
    }

    void followJob(Context ctx) throws IOException {
        ResourceId.of(ctx, "id", "job");
        follow(ctx);
    }

    void follow(Context ctx) throws IOException {
        StreamedAnswer stream = StreamedAnswer.open(ctx);
        if (!stream.isOpen()) {
            return;
        }
        DashboardExchange exchange = new DashboardExchange(ctx, null, new StreamedEvents(stream));
        jobRunr.handle(exchange);
        if (exchange.getResponseCode() != 200) {
            throw new MillraceException(ErrorCode.UNAVAILABLE, "Too many dashboards are open.");
        }
    }

    @Override
    public void close() {
        jobRunr.close();
    }

    /** JobRunr drops a closed exchange at its next visit only; until then its timer would go on polling the jobs. */
    private static final class Streams extends JobRunrSseHandler {
        Streams(StorageProvider storage, JsonMapper json) {
            super(storage, json);
        }

        @Override
        protected SseExchange createSseExchange(HttpExchange httpExchange) throws IOException {
            SseExchange exchange = super.createSseExchange(httpExchange);
            ((StreamedEvents) httpExchange.getResponseBody()).stream().onClose(exchange::close);
            return exchange;
        }
    }
}

package dev.millrace.api.dashboard;

import dev.millrace.api.http.server.HttpServer;
import dev.millrace.api.http.server.HttpSettings;
import dev.millrace.model.db.Database;
import dev.millrace.model.jobrunr.storage.MillraceStorage;
import dev.millrace.test.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;

/** A dashboard by itself, on a database of its own. */
final class TestDashboard implements AutoCloseable {
    static final HttpClient CLIENT = HttpClient.newHttpClient();

    final Database database = new Database(TestPostgres.newDatabase(), "dashboard-test", 4);
    final MillraceStorage storage = new MillraceStorage(database.dataSource());
    private final Dashboard dashboard;
    private final HttpServer server;

    TestDashboard(DashboardActions actions) {
        dashboard = new Dashboard(storage, storage.json(), actions);
        server = HttpServer.start(HttpSettings.of("127.0.0.1", 0), dashboard.routes());
    }

    void add(UUID id, String state) {
        database.jdbi().useHandle(handle -> handle.execute("""
                        INSERT INTO job (id, tool, tool_revision, state, queue, priority, parameters, timeout_ms,
                                         max_attempts, run_at, queued_at)
                        VALUES (?, 'resize', 1, ?, 'default', 2, '{}', 1000, 1, now(), now())
                        """, id, state));
    }

    HttpResponse<String> send(String method, String path) {
        try {
            return CLIENT.send(
                    HttpRequest.newBuilder(uri(path))
                            .method(method, BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    @Override
    public void close() {
        server.close();
        dashboard.close();
        storage.close();
        database.close();
    }
}

package dev.millrace.drills.history;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads histories, through one API node's HTTP API and from the file that the tools wrote. */
public final class HistoryReader {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PAGE = 200;
    private static final int AT_ONCE = 8;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;

    /** @param base of the node, like {@code http://127.0.0.1:8080} */
    public HistoryReader(URI base) {
        this.base = base;
    }

    /**
     * Reads all there is about some jobs.
     *
     * @param accepted the ids that callers were given
     * @param label that all jobs of these callers have, as {@code key:value}; empty: the callers submitted all jobs
     * @param outside what the recording tools wrote
     * @throws IOException when the node does not answer, or says that it cannot
     */
    public History read(Collection<String> accepted, String label, Path outside) throws IOException {
        return new History(accepted, list(label), readJobs(accepted), OutsideFile.read(outside));
    }

    private Map<String, JobRecord> readJobs(Collection<String> ids) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            Map<String, JobRecord> jobs = new HashMap<>();
            List<Callable<Optional<JobRecord>>> reads = ids.stream()
                    .map(id -> (Callable<Optional<JobRecord>>) () -> readJob(id))
                    .toList();
            for (Future<Optional<JobRecord>> read : threads.invokeAll(reads)) {
                read.get().ifPresent(job -> jobs.put(job.id(), job));
            }
            return jobs;
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw new IOException("A job could not be read: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
    }

    private Optional<JobRecord> readJob(String id) throws IOException {
        Optional<JsonNode> job = get("/jobs/" + id);
        if (job.isEmpty()) {
            return Optional.empty();
        }
        List<JsonNode> events = new ArrayList<>();
        pages("/jobs/" + id + "/events?limit=" + PAGE, "after", events);
        return Optional.of(JobRecord.of(job.get(), events));
    }

    private List<String> list(String label) throws IOException {
        List<JsonNode> jobs = new ArrayList<>();
        String condition = label.isEmpty() ? "" : "&label=" + URLEncoder.encode(label, StandardCharsets.UTF_8);
        pages("/jobs?limit=" + PAGE + condition, "cursor", jobs);
        return jobs.stream().map(job -> job.path("id").asString()).toList();
    }

    private void pages(String path, String parameter, List<JsonNode> items) throws IOException {
        String next = "";
        do {
            String more = next.isEmpty() ? "" : "&" + parameter + "=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
            JsonNode page = get(path + more).orElseThrow(() -> new IOException(path + " is not known"));
            page.path("items").forEach(items::add);
            next = page.path("next").asString("");
        } while (!next.isEmpty());
    }

    /** Empty when the API does not know it. */
    private Optional<JsonNode> get(String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/api/v1" + path))
                .timeout(LIMIT)
                .build();
        HttpResponse<String> response = send(request);
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        if (response.statusCode() != 200) {
            throw new IOException(path + " answered " + response.statusCode() + ": " + response.body());
        }
        return Optional.of(JsonMapper.shared().readTree(response.body()));
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("Interrupted", e);
    }
}

package dev.millrace.drills;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Callers as callers should be: each request has an {@code Idempotency-Key}, and is sent again, to the other node, until
 * it is accepted. Some of the jobs fail, some ask for another attempt, some are cancelled.
 */
final class Load implements AutoCloseable {
    private static final int CALLERS = 16;
    private static final long RESEND_MILLIS = 200;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Of the twelve slots: the rest is for those whose worker is gone. */
    private static final int BUSY_SLOTS = 4;

    private static final int LONGEST_TURNS = 50;

    private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
    private final AtomicLong resent = new AtomicLong();
    private final AtomicLong slowestNanos = new AtomicLong();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Thread> callers;
    private volatile boolean over;
    private final List<URI> nodes;
    private final Path outside;
    private final double meanTurns;
    private final Random random;

    /**
     * @param rate jobs a second
     * @param outside the file that the tools keep
     */
    Load(List<URI> nodes, int rate, Path outside, long seed) {
        this.nodes = nodes;
        this.outside = outside;
        this.meanTurns = 10.0 * BUSY_SLOTS / rate;
        this.random = new Random(seed);
        long pause = TimeUnit.SECONDS.toNanos(CALLERS) / rate;
        this.callers = IntStream.range(0, CALLERS)
                .mapToObj(caller -> new Thread(() -> call(caller, pause), "caller-" + caller))
                .toList();
        callers.forEach(caller -> {
            caller.setDaemon(true);
            caller.start();
        });
    }

    /** Keeps to its own times, so that the callers stay as far apart as they began. */
    private void call(int caller, long pause) {
        long next = System.nanoTime() + pause * caller / CALLERS;
        try {
            while (!over) {
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
                submit(caller);
                next = Math.max(next + pause, System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void submit(int turn) throws InterruptedException {
        String body = request().toString();
        String key = UUID.randomUUID().toString();
        int node = turn;
        Optional<String> id = id(post(node, "/jobs", body, key));
        while (id.isEmpty()) {
            resent.incrementAndGet();
            TimeUnit.MILLISECONDS.sleep(RESEND_MILLIS);
            node++;
            id = id(post(node, "/jobs", body, key));
        }
        accepted.add(id.get());
        if (random.nextInt(30) == 0) {
            post(node, "/jobs/" + id.get() + "/cancel", "", "");
        }
    }

    private static Optional<String> id(Optional<HttpResponse<String>> answer) {
        return answer.filter(response -> response.statusCode() == 202)
                .map(response -> JsonMapper.shared().readTree(response.body()))
                .map(job -> job.path("id").asString());
    }

    private ObjectNode request() {
        int chance = random.nextInt(20);
        ObjectNode request = JsonMapper.shared().createObjectNode().put("tool", "recorder");
        request.putObject("parameters")
                .put("file", outside.toString())
                .put("turns", (int) Math.min(LONGEST_TURNS, -meanTurns * Math.log(1 - random.nextDouble())))
                .put("exit", chance == 0 ? 3 : chance == 1 ? 75 : 0);
        return request;
    }

    /** Empty when the node does not answer. */
    private Optional<HttpResponse<String>> post(int node, String path, String body, String key)
            throws InterruptedException {
        URI uri = nodes.get(node % nodes.size()).resolve("/api/v1" + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(LIMIT).POST(BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("Content-Type", "application/json").header("Idempotency-Key", key);
        }
        long asked = System.nanoTime();
        try {
            return Optional.of(http.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        } finally {
            slowestNanos.accumulateAndGet(System.nanoTime() - asked, Math::max);
        }
    }

    /** The ids that the callers were given. */
    List<String> accepted() {
        return List.copyOf(accepted);
    }

    /** How the callers fared. */
    String summary() {
        return String.format(
                Locale.ROOT,
                "%d requests sent again, slowest answer %.1f s",
                resent.get(),
                Duration.ofNanos(slowestNanos.get()).toMillis() / 1e3);
    }

    /** No new requests; returns when those under way are accepted. */
    void finish() throws InterruptedException {
        over = true;
        for (Thread caller : callers) {
            caller.join();
        }
    }

    @Override
    public void close() {
        over = true;
        callers.forEach(Thread::interrupt);
    }
}

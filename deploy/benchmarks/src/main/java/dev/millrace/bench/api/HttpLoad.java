package dev.millrace.bench.api;

import dev.millrace.bench.scenario.Threads;
import dev.millrace.bench.subject.BenchException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Sends the same request from many connections at once. */
final class HttpLoad {
    private static final int CONNECTIONS = 64;

    private final URI server;

    HttpLoad(URI server) {
        this.server = server;
    }

    /**
     * What was reached.
     *
     * @param millis what each request took
     */
    record Load(double perSecond, List<Double> millis) {}

    /**
     * Returns when all are answered.
     *
     * @param requests how many altogether
     * @throws BenchException when one is answered with another status
     */
    Load run(int requests, byte[] request, int expected) throws IOException {
        return run(requests, () -> request, expected);
    }

    /** The same with a request for each time. */
    Load run(int requests, Supplier<byte[]> request, int expected) throws IOException {
        ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<RawConnection> idle = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            idle.add(new RawConnection(server));
        }
        List<RawConnection> all = List.copyOf(idle);
        try {
            ThreadLocal<RawConnection> own = ThreadLocal.withInitial(idle::remove);
            long began = System.nanoTime();
            Threads.share(CONNECTIONS, requests, () -> {
                long sent = System.nanoTime();
                byte[] next = request.get();
                int status = own.get().exchange(next);
                if (status != expected) {
                    throw new BenchException("The server answered " + status + " to " + firstLine(next));
                }
                return millis.add((System.nanoTime() - sent) / 1e6);
            });
            return new Load(requests / ((System.nanoTime() - began) / 1e9), List.copyOf(millis));
        } finally {
            for (RawConnection connection : all) {
                connection.close();
            }
        }
    }

    private static String firstLine(byte[] request) {
        return new String(request, StandardCharsets.UTF_8).lines().findFirst().orElse("");
    }
}

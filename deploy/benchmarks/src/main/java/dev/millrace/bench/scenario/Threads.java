package dev.millrace.bench.scenario;

import dev.millrace.bench.subject.BenchException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** The same done by several threads at once. */
public final class Threads {
    private Threads() {}

    /**
     * Returns when all is done.
     *
     * @param times how often altogether
     * @throws IOException which the work threw
     * @throws BenchException when it threw something else
     */
    public static void share(int threads, int times, Callable<?> work) throws IOException {
        AtomicInteger left = new AtomicInteger(times);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                all.add(pool.submit(() -> {
                    while (left.getAndDecrement() > 0) {
                        work.call();
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException broken) {
                throw broken;
            }
            throw e.getCause() instanceof BenchException known
                    ? known
                    : new BenchException("What was to be measured failed: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted");
        } finally {
            pool.shutdownNow();
        }
    }
}

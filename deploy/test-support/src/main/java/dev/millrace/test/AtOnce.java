package dev.millrace.test;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Does things at the same time, each on a thread of its own: the JDK's common pool has a single one on small machines. */
public final class AtOnce {
    private AtOnce() {}

    /** Begins something that the test goes on beside. */
    public static <T> CompletableFuture<T> start(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, each -> {
            Thread thread = new Thread(each, "beside-the-test");
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** Does the same so many times at once; returns what each came to. */
    public static <T> List<T> run(int times, Supplier<T> task) {
        List<CompletableFuture<T>> begun =
                IntStream.range(0, times).mapToObj(i -> start(task)).toList();
        return begun.stream().map(CompletableFuture::join).toList();
    }
}

package dev.millrace.model.db;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.test.AtOnce;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
    private final List<List<Integer>> stored = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    /** The first transaction takes until it is released; a negative number fails, 99 finds nobody there, 66 breaks off. */
    private List<String> store(List<Integer> items) {
        stored.add(List.copyOf(items));
        begun.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (items.contains(99)) {
            throw new MillraceException(ErrorCode.UNAVAILABLE, "Away.");
        }
        if (items.contains(66)) {
            throw new StackOverflowError();
        }
        if (items.stream().anyMatch(item -> item < 0)) {
            throw new IllegalArgumentException("negative");
        }
        return items.stream().map(item -> "stored " + item).toList();
    }

    /** Begins to store 0, and while that is under way the others, one after another. */
    private List<CompletableFuture<String>> during(GroupCommit<Integer, String> batching, int... items)
            throws InterruptedException {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        answers.add(AtOnce.start(() -> batching.run(0)));
        begun.await();
        for (int item : items) {
            answers.add(AtOnce.start(() -> batching.run(item)));
            int expected = answers.size() - 1;
            eventually("it waits", () -> batching.waiting() == expected);
        }
        release.countDown();
        return answers;
    }

    @Test
    void whatComesWhileOneIsUnderWay_sharesTheNext() throws InterruptedException {
        List<CompletableFuture<String>> answers = during(new GroupCommit<>(10, 1, this::store), 1, 2, 3);

        assertEquals(
                List.of("stored 0", "stored 1", "stored 2", "stored 3"),
                answers.stream().map(CompletableFuture::join).toList());
        assertEquals(List.of(List.of(0), List.of(1, 2, 3)), stored);
    }

    @Test
    void noGroup_isLargerThanAllowed() throws InterruptedException {
        during(new GroupCommit<>(2, 1, this::store), 1, 2, 3).forEach(CompletableFuture::join);

        assertEquals(List.of(List.of(0), List.of(1, 2), List.of(3)), stored);
    }

    @Test
    void twoMayBeUnderWay_whereThatIsAllowed() throws InterruptedException {
        GroupCommit<Integer, String> batching = new GroupCommit<>(10, 2, this::store);
        List<CompletableFuture<String>> answers = IntStream.of(0, 1)
                .mapToObj(item -> AtOnce.start(() -> batching.run(item)))
                .toList();

        eventually("both are under way", () -> stored.size() == 2);
        release.countDown();

        answers.forEach(CompletableFuture::join);
    }

    @Test
    void failureOfOne_isItsOwn() throws InterruptedException {
        List<CompletableFuture<String>> answers = during(new GroupCommit<>(10, 1, this::store), 1, -2, 3);

        assertEquals("stored 1", answers.get(1).join());
        assertEquals("stored 3", answers.get(3).join());
        CompletionException failure =
                assertThrows(CompletionException.class, () -> answers.get(2).join());
        assertTrue(failure.getCause() instanceof IllegalArgumentException);
    }

    @Test
    void error_isEverybodys_andHoldsNobodyUp() throws InterruptedException {
        GroupCommit<Integer, String> batching = new GroupCommit<>(10, 1, this::store);

        List<CompletableFuture<String>> answers = during(batching, 1, 66);

        assertThrows(CompletionException.class, () -> answers.get(1).join());
        assertThrows(CompletionException.class, () -> answers.get(2).join());
        assertEquals("stored 4", batching.run(4));
    }

    @Test
    void outage_isEverybodys_andTriedOnce() throws InterruptedException {
        List<CompletableFuture<String>> answers = during(new GroupCommit<>(10, 1, this::store), 1, 99);

        assertThrows(CompletionException.class, () -> answers.get(1).join());
        assertThrows(CompletionException.class, () -> answers.get(2).join());
        assertEquals(2, stored.size());
    }
}

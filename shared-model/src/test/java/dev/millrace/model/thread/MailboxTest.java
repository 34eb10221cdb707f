package dev.millrace.model.thread;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.test.AtOnce;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class MailboxTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Mailbox<Integer> mailbox = new Mailbox<>(3);

    private List<Integer> take(int count, Duration limit) {
        try {
            return mailbox.take(count, limit);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void items_comeInTheirOrder_asManyAsAreWanted() {
        List.of(1, 2, 3).forEach(item -> assertTrue(mailbox.offer(item)));
        assertFalse(mailbox.offer(4), "it is full");

        assertEquals(List.of(1, 2), take(2, LONG));
        assertEquals(List.of(3), take(2, LONG));
        assertTrue(mailbox.isEmpty());
    }

    @Test
    void nothing_isWaitedFor_forALimitedTime() {
        assertEquals(List.of(), take(1, Duration.ofMillis(1)));
    }

    @Test
    void itemThatComesLater_isWaitedFor() {
        CompletableFuture<List<Integer>> taken = AtOnce.start(() -> take(5, LONG));

        assertTrue(mailbox.offer(7));

        assertEquals(List.of(7), taken.join());
    }
}

package dev.millrace.api.http.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Jetty and the clock do to a body at the same moment, one after the other. */
class BodyReaderTest {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Transfers transfers = new Transfers(ConnectionLimits.USUAL, tasks::add);
    private final Arrivals arrivals = new Arrivals();
    private final Request request = arrivals.request();

    @AfterEach
    void stop() {
        transfers.close();
    }

    /** A request whose content comes as the test says, and which the test can interrupt. */
    private static final class Arrivals {
        final Queue<String> content = new ArrayDeque<>();
        Runnable whenRead = () -> {};
        Runnable whenDemanded = () -> {};
        boolean isLast;

        @Nullable
        Runnable demand;

        Request request() {
            return (Request) Proxy.newProxyInstance(
                    Request.class.getClassLoader(), new Class<?>[] {Request.class}, (proxy, method, arguments) -> {
                        switch (method.getName()) {
                            case "read":
                                return read();
                            case "demand":
                                demand = (Runnable) arguments[0];
                                whenDemanded.run();
                                return null;
                            case "getLength":
                                return -1L;
                            default:
                                throw new UnsupportedOperationException(method.getName());
                        }
                    });
        }

        private Content.@Nullable Chunk read() {
            whenRead.run();
            String next = content.poll();
            return next == null
                    ? null
                    : Content.Chunk.from(
                            ByteBuffer.wrap(next.getBytes(StandardCharsets.UTF_8)), isLast && content.isEmpty());
        }

        void more(String... parts) {
            content.addAll(List.of(parts));
            demand.run();
        }
    }

    @Test
    void timeThatEndsWhileBodyIsRead_leavesItsEndToTheReader() {
        DiscardedBody body = new DiscardedBody(request, transfers);
        assertFalse(body.readAvailable());
        CompletableFuture<Void> rest = body.rest();
        arrivals.whenRead = () -> {
            body.timeOut();
            assertFalse(rest.isDone(), "the reader is at work");
        };
        arrivals.more("first", "second");

        assertTrue(rest.isDone());
        assertEquals(1, arrivals.content.size(), "nothing is read once the time is over");
    }

    @Test
    void timeThatEndsWhileBodyIsKept_leavesItsEndToTheReader() {
        IncomingBody body = new IncomingBody(request, 100, Duration.ofMinutes(1), transfers);
        assertFalse(body.readAvailable());
        CompletableFuture<byte[]> rest = body.rest();
        arrivals.whenRead = () -> {
            body.timeOut();
            assertFalse(rest.isDone(), "the reader is at work");
        };
        arrivals.more("first", "second");

        assertThrows(CompletionException.class, rest::join);
    }

    /** Jetty parses when it is asked for more. */
    @Test
    void timeThatEndsWhileMoreIsAskedFor_leavesTheEndToTheReader() {
        DiscardedBody body = new DiscardedBody(request, transfers);
        CompletableFuture<Boolean> wasDone = new CompletableFuture<>();
        CompletableFuture<Void> rest = body.rest();
        arrivals.whenDemanded = () -> {
            body.timeOut();
            wasDone.complete(rest.isDone());
        };
        arrivals.more("first");

        assertFalse(wasDone.join());
        assertTrue(rest.isDone());
    }

    @Test
    void timeThatEndsWhileNobodyReads_endsTheBody() {
        DiscardedBody body = new DiscardedBody(request, transfers);
        CompletableFuture<Void> rest = body.rest();
        body.timeOut();
        tasks.remove().run();
        assertTrue(rest.isDone());

        arrivals.whenRead = () -> {
            throw new AssertionError("Jetty has the body again");
        };
        arrivals.more("late");
    }

    /** What depends on its end makes the whole answer, for which the clock has no time. */
    @Test
    void endOfTheTime_isAMatterForTheThreadsOfTheServer() {
        IncomingBody body = new IncomingBody(request, 100, Duration.ofMinutes(1), transfers);
        CompletableFuture<byte[]> rest = body.rest();
        body.timeOut();
        assertFalse(rest.isDone(), "the clock has called");

        tasks.remove().run();
        assertThrows(CompletionException.class, rest::join);
    }

    /** As Jetty does where there is more already. */
    @Test
    void moreThatArrivesWhileItIsAskedFor_isReadByTheSameThread() {
        IncomingBody body = new IncomingBody(request, 100, Duration.ofMinutes(1), transfers);
        arrivals.whenDemanded = () -> {
            arrivals.whenDemanded = () -> {};
            arrivals.more("first ");
        };
        CompletableFuture<byte[]> rest = body.rest();
        assertFalse(rest.isDone());
        arrivals.isLast = true;
        arrivals.more("second");

        assertArrayEquals("first second".getBytes(StandardCharsets.UTF_8), rest.join());
    }
}

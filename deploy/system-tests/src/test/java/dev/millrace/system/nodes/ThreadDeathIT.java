package dev.millrace.system.nodes;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.system.http.ApiClient;
import dev.millrace.system.http.EventStream;
import dev.millrace.system.process.Debugger;
import dev.millrace.system.process.RunningProcess;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is thrown in any thread of a node, at any moment: the node does its work all the same, or ends with a message. */
final class ThreadDeathIT {
    /** JVMs keep one of either for the case that they cannot make one. */
    private static final String AN_ERROR = "java.lang.OutOfMemoryError";

    private static final String AN_EXCEPTION = "java.lang.NullPointerException";

    private static final Set<String> OF_BOTH =
            Set.of("postgres-watch", "redis-publisher", "redis-subscriber", "redis-subscriber-ping");

    private static final Set<String> OF_API =
            Set.of("event-hub", "history", "http-clock", "http-keep-alive", "tool-loader", "watch");

    private static final Set<String> OF_WORKER =
            Set.of("dispatcher", "heartbeat", "jobrunr-watch", "log-flusher", "outcomes", "watchdog");

    /** Threads of libraries, which come and go or catch what their work throws, by patterns of their names. */
    private static final Map<String, String> STRUCK = Map.of(
            "http-\\d+-acceptor-.*", "Jetty's",
            "attempt", "the dispatcher's pool",
            "tool", "pool of those that read what tools print and wait for their end");

    /**
     * The same, but they wait in a lock of the JDK's, which stays locked for ever when a debugger breaks that off; what a
     * program does throws nothing there.
     */
    private static final Map<String, String> NOT_STRUCK = Map.of(
            "millrace-(api|worker):housekeeper", "Hikari's, on a scheduler of ours",
            "millrace-(api|worker):connection-(adder|closer)", "Hikari's pools",
            "backgroundjob-zookeeper-pool-\\d+", "JobRunr's pool; jobrunr-watch watches it",
            "http-.*", "Jetty's pool, which replaces them; health cannot be asked for without it",
            "CompletableFuture(Delay)?.*", "the JDK's pool for time-outs");

    private static final Map<String, String> OF_THE_JVM = Map.of(
            "main|DestroyJavaVM", "waits for the end",
            "Reference Handler|Finalizer|Cleaner-\\d+|Signal Dispatcher|Common-Cleaner|Notification Thread|Attach Listener",
                    "the JVM's own",
            "process reaper.*", "the JDK's pool, for the watchdog",
            "JNA Cleaner", "frees native memory; started anew by its library when there is something to free",
            "Jetty-Scheduler-\\d+|Scheduler-.*", "Jetty's clock, a pool of one",
            "(Virtual|ForkJoinPool|(Master|Read-|Write-)?Poller).*", "the JDK's, for virtual threads",
            "PostgreSQL-JDBC-Cleaner.*", "closes what was forgotten; nothing is",
            "start-probe", "ends at once");

    private Cluster cluster;
    private ApiClient api;
    private RunningProcess apiNode;
    private RunningProcess worker;
    private final AtomicInteger works = new AtomicInteger();

    @BeforeEach
    void start() throws Exception {
        cluster = Cluster.create();
        cluster.tools.script("says", "retry: {maxAttempts: 1}", "echo said\n");
        cluster.tools.script("lasts", "retry: {maxAttempts: 5}", """
                touch "$1"
                echo begun
                until [ -e "$1.go" ]; do sleep 0.05; done
                echo done
                """);
        Cluster.Nodes nodes = cluster.startAll(1, Debugger.OPTIONS);
        api = nodes.api().client();
        apiNode = nodes.api().process();
        worker = nodes.workers().get(0).process();
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    /** A job is run; its log and its events arrive, live as well; tools are reloaded, and all that are asked are well. */
    private void assertWorks(String after) throws Exception {
        String tool = "new-" + works.incrementAndGet();
        cluster.tools.script(tool, "", "echo new\n");
        eventually(
                "the new tool is loaded after " + after,
                () -> api.get("/tools/" + tool).status() == 200);
        try (EventStream events = api.stream("/events");
                Subscriber outside = new Subscriber(cluster.redis.url())) {
            String job = api.submit(tool, Map.of());
            api.await(job, "SUCCEEDED");
            assertEquals("new", String.join("", api.log(job)), after);
            events.await(
                    "live events after " + after,
                    frames -> frames.stream()
                            .anyMatch(frame -> frame.data()
                                            .path("jobId")
                                            .asString()
                                            .equals(job)
                                    && frame.data().path("state").asString().equals("SUCCEEDED")));
            eventually("Redis tells of it after " + after, () -> outside.hears("SUCCEEDED", job) || retold(outside));
        }
        assertEquals(200, api.get("//health/liveness").status(), after);
        eventually(
                "all is well after " + after,
                () -> api.get("//health/detailed")
                        .require(200)
                        .json()
                        .path("status")
                        .asString()
                        .equals("UP"));
    }

    /** A message that came while a connection was made anew is dropped; the next one is not. */
    private boolean retold(Subscriber outside) {
        String job = api.submit("says", Map.of());
        api.await(job, "SUCCEEDED");
        return outside.hears("SUCCEEDED", job);
    }

    @Test
    void errorInAThreadOfTheApiNode_isSurvived() throws Exception {
        try (Debugger debugger = Debugger.attach(apiNode)) {
            for (String thread : sorted(OF_BOTH, OF_API)) {
                debugger.strike(thread, AN_ERROR);
                apiNode.awaitOutput("Thread " + thread + " goes on in ");
                assertWorks(thread);
            }
            assertTrue(debugger.threads().containsAll(sorted(OF_BOTH, OF_API)), debugger.threads()::toString);
        }
    }

    @Test
    void errorInAThreadOfTheWorker_isSurvived() throws Exception {
        Path heartbeat = cluster.heartbeatFile(worker);
        try (Debugger debugger = Debugger.attach(worker)) {
            for (String thread : sorted(OF_BOTH, OF_WORKER)) {
                debugger.strike(thread, AN_ERROR);
                worker.awaitOutput("Thread " + thread + " goes on in ");
                assertWorks(thread);
                var touched = Files.getLastModifiedTime(heartbeat);
                eventually(
                        "it says that it is well",
                        () -> Files.getLastModifiedTime(heartbeat).compareTo(touched) > 0);
            }
            assertTrue(debugger.threads().containsAll(sorted(OF_BOTH, OF_WORKER)), debugger.threads()::toString);
        }
    }

    @Test
    void exceptionInAThreadOfALibrary_isSurvived() throws Exception {
        assertWorks("the start");
        try (Debugger ofApi = Debugger.attach(apiNode);
                Debugger ofWorker = Debugger.attach(worker)) {
            for (Debugger debugger : Set.of(ofApi, ofWorker)) {
                for (String thread : debugger.threads()) {
                    if (isOne(STRUCK, thread) && debugger.threads().contains(thread)) {
                        debugger.strike(thread, AN_EXCEPTION);
                        connectInVain();
                        assertWorks(thread);
                    }
                }
            }
        }
    }

    /** The connection that an acceptor was about to accept is lost with what is thrown. */
    private void connectInVain() throws IOException {
        new Socket(
                        api.base().replaceAll("http://|:\\d+", ""),
                        Integer.parseInt(api.base().replaceAll(".*:", "")))
                .close();
    }

    @Test
    void attemptWhoseThreadsAreStruck_isTriedAgain() throws Exception {
        try (Debugger debugger = Debugger.attach(worker)) {
            for (String thread : Set.of("attempt", "tool")) {
                Path file = cluster.outside(thread);
                String job = api.submit("lasts", TestTools.file(file));
                eventually("it runs", () -> Files.exists(file));
                debugger.strike(thread, AN_EXCEPTION);
                Files.createFile(Path.of(file + ".go"));
                api.await(job, "SUCCEEDED");
                assertTrue(api.log(job).contains("done"), "all of the last attempt is there");
            }
            assertWorks("both");
        }
    }

    /** A thread of a pool may die of an exception, but a JVM that is out of memory is no JVM to go on with. */
    @Test
    void errorOfTheJvm_thatNobodyCatches_isTheEndOfTheNode() {
        api.await(api.submit("says", Map.of()), "SUCCEEDED");
        try (Debugger debugger = Debugger.attach(worker)) {
            debugger.strike("attempt", AN_ERROR);
        }

        assertEquals(70, worker.awaitExit());
        assertTrue(
                worker.output().contains("millrace worker: thread attempt died of java.lang.OutOfMemoryError"),
                worker::output);
    }

    /** A thread that is new is to be survived as well: it goes into one of the lists above, those of others with a reason. */
    @Test
    void everyThread_isKnownToThisTest() throws Exception {
        assertWorks("the start");
        try (Debugger ofApi = Debugger.attach(apiNode);
                Debugger ofWorker = Debugger.attach(worker)) {
            assertEquals(Set.of(), unknown(ofApi.threads(), OF_API));
            assertEquals(Set.of(), unknown(ofWorker.threads(), OF_WORKER));
        }
    }

    private static Set<String> unknown(Set<String> threads, Set<String> ofTheNode) {
        return threads.stream()
                .filter(thread -> !OF_BOTH.contains(thread) && !ofTheNode.contains(thread))
                .filter(thread -> !isOne(STRUCK, thread) && !isOne(NOT_STRUCK, thread) && !isOne(OF_THE_JVM, thread))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isOne(Map<String, String> patterns, String thread) {
        return patterns.keySet().stream().anyMatch(pattern -> Pattern.matches(pattern, thread));
    }

    private static Set<String> sorted(Set<String> some, Set<String> others) {
        return Stream.concat(some.stream(), others.stream()).collect(Collectors.toCollection(TreeSet::new));
    }
}

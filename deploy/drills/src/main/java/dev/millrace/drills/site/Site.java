package dev.millrace.drills.site;

import dev.millrace.drills.history.RecorderTool;
import dev.millrace.test.NodeProcess;
import dev.millrace.test.OwnPostgres;
import dev.millrace.test.TestRedis;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** Everything there is to break. Faults come one after the other, so one thread uses it. */
public final class Site implements AutoCloseable {
    public static final int APIS = 2;
    public static final int WORKERS = 3;

    private static final Pattern LISTENING = Pattern.compile("Listening on (http://\\S+:\\d+)");
    private static final Pattern SERVING = Pattern.compile("Worker \\S+ \\(([0-9a-f-]{36})\\) serves");

    private final Path home;
    private final Path directory;
    private final OwnPostgres postgres;
    private final TestRedis redis = new TestRedis();
    private final List<Integer> ports = new ArrayList<>();
    private final List<NodeProcess> apis = new CopyOnWriteArrayList<>();
    private final List<NodeProcess> workers = new CopyOnWriteArrayList<>();
    private int started;

    private Site(Path home, Path directory, OwnPostgres postgres) {
        this.home = home;
        this.directory = directory;
        this.postgres = postgres;
    }

    /**
     * Starts all of it, and waits until every node serves.
     *
     * @param home a checkout with the nodes' jars
     * @param directory for data and the nodes' logs; exists
     */
    public static Site start(Path home, Path directory) throws IOException, SQLException, InterruptedException {
        RecorderTool.install(directory.resolve("tools"));
        Site site = new Site(home, directory, OwnPostgres.start(directory));
        // Postgres and Redis have hooks of their own; whoever breaks a drill off shall find nothing left of it.
        Runtime.getRuntime().addShutdownHook(new Thread(site::abandonNodes, "abandon-nodes"));
        try {
            for (int i = 0; i < APIS; i++) {
                site.ports.add(OwnPostgres.freePort());
                site.apis.add(site.api(i));
            }
            for (int i = 0; i < WORKERS; i++) {
                site.workers.add(site.worker());
            }
            for (int i = 0; i < APIS; i++) {
                site.apis.get(i).awaitOutput(LISTENING);
            }
            for (int i = 0; i < WORKERS; i++) {
                site.workers.get(i).awaitOutput(SERVING);
            }
            return site;
        } catch (IOException | InterruptedException e) {
            site.close();
            throw e;
        }
    }

    private NodeProcess api(int index) throws IOException {
        return start("api-node", Map.of("MILLRACE_PORT", Integer.toString(ports.get(index))));
    }

    private NodeProcess worker() throws IOException {
        Path heartbeat = directory.resolve("worker-" + started + ".alive");
        return start("worker-node", Map.of("MILLRACE_WORKER_HEARTBEAT_FILE", heartbeat.toString()));
    }

    private NodeProcess start(String module, Map<String, String> own) throws IOException {
        Map<String, String> environment = new HashMap<>(own);
        environment.put("MILLRACE_DATABASE_URL", postgres.settings().jdbcUrl());
        environment.put("MILLRACE_DATABASE_USER", postgres.settings().user());
        environment.put("MILLRACE_REDIS_URL", redis.url());
        environment.put("MILLRACE_TOOLS", directory.resolve("tools").toString());
        environment.put("MILLRACE_ARTIFACTS", directory.resolve("artifacts").toString());
        environment.put("MILLRACE_SCRATCH", directory.resolve("scratch").toString());
        environment.put("MILLRACE_WORKER_DRAIN", "1s");
        Path log = Files.createFile(directory.resolve("%03d-%s.log".formatted(++started, module)));
        Path jar = home.resolve(module + "/target/" + module + ".jar");
        return NodeProcess.start(command(jar), environment, log);
    }

    /** Eight programs share the machine: none of them should take more of it than it needs. */
    private static List<String> command(Path jar) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-jar",
                jar.toString());
    }

    /** Where the API nodes are, also after they were started again. */
    public List<URI> apis() {
        return ports.stream()
                .map(port -> URI.create("http://127.0.0.1:" + port))
                .toList();
    }

    /** The file that the recording tools keep. */
    public Path outside() {
        return directory.resolve("outside");
    }

    /** The id under which the worker is known. */
    public String workerId(int index) throws IOException, InterruptedException {
        return workers.get(index).awaitOutput(SERVING);
    }

    public void killWorker(int index) throws InterruptedException {
        workers.get(index).kill();
    }

    /** In the place of one that is gone; returns when it serves. */
    public void startWorker(int index) throws IOException, InterruptedException {
        workers.set(index, worker());
        workers.get(index).awaitOutput(SERVING);
    }

    /** Sends TERM, and waits for the end; returns the exit status. */
    public int drainWorker(int index) throws InterruptedException {
        return workers.get(index).stop();
    }

    public void freezeWorker(int index) throws IOException, InterruptedException {
        workers.get(index).signal("STOP");
    }

    public void thawWorker(int index) throws IOException, InterruptedException {
        workers.get(index).signal("CONT");
    }

    /** Kills it; a new one starts in its place, on the same port. */
    public void replaceApi(int index) throws IOException, InterruptedException {
        apis.get(index).kill();
        apis.set(index, api(index));
        apis.get(index).awaitOutput(LISTENING);
    }

    public TestRedis redis() {
        return redis;
    }

    public void stopPostgres() throws IOException {
        postgres.stop();
    }

    public void restartPostgres() throws IOException {
        postgres.restart();
    }

    public void freezePostgres() {
        postgres.freeze();
    }

    public void thawPostgres() {
        postgres.thaw();
    }

    /** Ends about half of the connections to it. */
    public void cutPostgres() throws SQLException {
        postgres.cut();
    }

    /** How many nodes have ended although nobody told them to. */
    public long gone() {
        return apis.stream().filter(node -> !node.isAlive()).count()
                + workers.stream().filter(node -> !node.isAlive()).count();
    }

    private void abandonNodes() {
        workers.forEach(NodeProcess::abandon);
        apis.forEach(NodeProcess::abandon);
    }

    @Override
    public void close() throws IOException {
        abandonNodes();
        redis.close();
        postgres.stop();
    }
}

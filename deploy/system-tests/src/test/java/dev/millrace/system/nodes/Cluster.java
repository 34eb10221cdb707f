package dev.millrace.system.nodes;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.system.http.ApiClient;
import dev.millrace.system.process.Jar;
import dev.millrace.system.process.ProcessTable;
import dev.millrace.system.process.RunningProcess;
import dev.millrace.test.TestPostgres;
import dev.millrace.test.TestRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Nodes that share a Postgres, a Redis, a directory of tools and one of artifacts. */
public final class Cluster implements AutoCloseable {
    public final TestRedis redis = new TestRedis();
    public final TestTools tools;

    private final DatabaseSettings database;
    private final Path directory;
    private final List<RunningProcess> processes = new ArrayList<>();
    private final Map<RunningProcess, Path> heartbeats = new HashMap<>();

    /** @param id under which the other nodes and callers know it */
    public record Worker(RunningProcess process, String id) {}

    /** An API node that answers. */
    public record Api(RunningProcess process, ApiClient client) {}

    private Cluster(DatabaseSettings database) throws IOException {
        this.database = database;
        this.directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "cluster");
        this.tools = new TestTools(Files.createDirectory(directory.resolve("tools")));
    }

    /** No node runs yet; the database has the current schema. */
    public static Cluster create() throws IOException {
        return new Cluster(TestPostgres.newDatabase());
    }

    /** No node runs yet. */
    public static Cluster on(DatabaseSettings database) throws IOException {
        return new Cluster(database);
    }

    /** A path for what tools leave outside of their scratch directory; nothing is there yet. */
    public Path outside(String name) {
        return directory.resolve("outside-" + name);
    }

    /** What every node is told. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("MILLRACE_DATABASE_URL", database.jdbcUrl());
        environment.put("MILLRACE_DATABASE_USER", database.user());
        environment.put("MILLRACE_REDIS_URL", redis.url());
        environment.put("MILLRACE_TOOLS", tools.directory().toString());
        environment.put("MILLRACE_ARTIFACTS", directory.resolve("artifacts").toString());
        environment.put("MILLRACE_SCRATCH", scratch().toString());
        environment.put("MILLRACE_PORT", "0");
        return environment;
    }

    private Path scratch() {
        return directory.resolve("scratch");
    }

    /** Starts a program with the nodes' environment, some of it changed; it ends with the cluster. */
    public RunningProcess start(Jar jar, Map<String, String> changed) {
        return startThrough(List.of(), jar, changed);
    }

    /** The same, by way of other programs that execute it in their place. */
    public RunningProcess startThrough(List<String> programs, Jar jar, Map<String, String> changed) {
        Map<String, String> environment = environment();
        Path heartbeat = directory.resolve("worker-" + processes.size() + ".alive");
        if (jar == Jar.WORKER) {
            environment.put("MILLRACE_WORKER_HEARTBEAT_FILE", heartbeat.toString());
        }
        environment.putAll(changed);
        RunningProcess process = RunningProcess.start(programs, jar, environment);
        processes.add(process);
        heartbeats.put(process, heartbeat);
        return process;
    }

    /** The file that a worker touches while it is well. */
    Path heartbeatFile(RunningProcess worker) {
        return heartbeats.get(worker);
    }

    public Api startApi(Map<String, String> changed) {
        return awaitApi(start(Jar.API, changed));
    }

    public Worker startWorker(Map<String, String> changed) {
        return awaitWorker(start(Jar.WORKER, changed));
    }

    /** A worker that is started by another program, which does not pass TERM on. */
    public Worker startWorkerUnder(List<String> starter, Map<String, String> changed) {
        return awaitWorker(startThrough(starter, Jar.WORKER, changed));
    }

    /** One API node and some workers, all started at the same time; the list holds the workers. */
    public record Nodes(Api api, List<Worker> workers) {}

    public Nodes startAll(int workers, Map<String, String> changed) {
        RunningProcess api = start(Jar.API, changed);
        List<RunningProcess> starting = IntStream.range(0, workers)
                .mapToObj(number -> start(Jar.WORKER, changed))
                .toList();
        return new Nodes(
                awaitApi(api), starting.stream().map(Cluster::awaitWorker).toList());
    }

    private static Api awaitApi(RunningProcess process) {
        String url = process.awaitOutput("Listening on (http://\\S+:\\d+)").group(1);
        return new Api(process, new ApiClient(url));
    }

    private static Worker awaitWorker(RunningProcess process) {
        return new Worker(
                process,
                process.awaitOutput("Worker \\S+ \\(([0-9a-f-]{36})\\) serves").group(1));
    }

    /** The processes of a job's tool that are alive, wherever they went. */
    public static List<Long> processesOf(String job) {
        return ProcessTable.withVariable("MILLRACE_JOB_ID=" + job);
    }

    /**
     * Stops the nodes as an operator would.
     *
     * @throws AssertionError when one of them does not stop in order
     */
    @Override
    public void close() throws IOException {
        List<RunningProcess> alive =
                processes.stream().filter(RunningProcess::isAlive).toList();
        try {
            alive.forEach(RunningProcess::terminate);
            List<String> disorderly = alive.stream()
                    .filter(process -> process.awaitExit() != 0)
                    .map(process -> process + " exited with " + process.awaitExit())
                    .toList();
            if (!disorderly.isEmpty()) {
                throw new AssertionError("After TERM: " + disorderly);
            }
        } finally {
            processes.forEach(RunningProcess::close);
            killTools();
            redis.close();
        }
    }

    /** What the tools of killed workers left behind. */
    private void killTools() {
        ProcessHandle.allProcesses()
                .filter(process -> ProcessTable.hasVariableIn(process.pid(), "MILLRACE_RESULT", scratch()))
                .forEach(ProcessHandle::destroyForcibly);
    }
}

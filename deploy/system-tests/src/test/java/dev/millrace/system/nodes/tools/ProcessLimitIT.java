package dev.millrace.system.nodes.tools;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.system.http.ApiClient;
import dev.millrace.system.nodes.Cluster;
import dev.millrace.system.nodes.TestTools;
import dev.millrace.system.process.Jar;
import dev.millrace.system.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tool that takes all the processes which its worker's user may have: others wait, and none pays for it. */
final class ProcessLimitIT {
    /** No user has it, so that nobody else's processes count. Root would be exempt from the limit. */
    private static final String USER = "64321";

    private static final int LIMIT = 150;

    private Cluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = Cluster.create();
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    private RunningProcess startLimitedWorker() throws IOException {
        Path home = Files.createDirectory(cluster.outside("home"));
        Files.setPosixFilePermissions(home.getParent(), PosixFilePermissions.fromString("rwx--x--x"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
        return cluster.startThrough(
                List.of("setpriv", "--reuid=" + USER, "--clear-groups", "prlimit", "--nproc=" + LIMIT),
                Jar.WORKER,
                Map.of(
                        "MILLRACE_SCRATCH", home.resolve("scratch").toString(),
                        "MILLRACE_ARTIFACTS", home.resolve("artifacts").toString(),
                        "MILLRACE_WORKER_HEARTBEAT_FILE", home.resolve("alive").toString()));
    }

    private static boolean canBeAnotherUser() throws IOException, InterruptedException {
        return new ProcessBuilder("setpriv", "--reuid=" + USER, "--clear-groups", "test", "-r", Jar.ROOT.toString())
                        .inheritIO()
                        .start()
                        .waitFor()
                == 0;
    }

    @Test
    void jobsThatFindNoProcessLeft_waitUntilThereIsOne_andLoseNoAttempt() throws Exception {
        assumeTrue(canBeAnotherUser(), "This user may not become another one that can read the build");
        Path file = Path.of("/tmp", "millrace-crowd-" + ProcessHandle.current().pid());
        Path go = Path.of(file + ".go");
        cluster.tools
                .script("says", "retry: {maxAttempts: 1}", "echo said\n")
                .script("crowds", "retry: {maxAttempts: 1}", """
                        exec perl -e '
                            while (@children < 2000 && defined(my $child = fork)) {
                                if (!$child) { sleep 600; exit }
                                push @children, $child;
                            }
                            open FILE, ">", $ARGV[0]; close FILE;
                            select undef, undef, undef, 0.05 until -e "$ARGV[0].go";
                            kill "KILL", @children;
                            print "had ", scalar @children, "\\n";
                        ' "$1"
                        """);
        ApiClient api = cluster.startApi(Map.of()).client();
        RunningProcess worker = startLimitedWorker();
        try {
            // The threads that it leaves let the next ones come as far as to the start of their programs.
            api.await(api.submit("says", Map.of()), "SUCCEEDED");
            String crowd = api.submit("crowds", TestTools.file(file));
            eventually("there is no process left", () -> Files.exists(file));
            List<String> others = Stream.generate(() -> api.submit("says", Map.of()))
                    .limit(12)
                    .toList();
            worker.awaitOutput("This machine lets nothing be started now.*\\R(?s:.*)none is taken for 1s");
            others.forEach(job -> assertTrue(List.of("QUEUED", "RUNNING")
                    .contains(api.job(job).path("state").asString())));

            Files.createFile(go);

            api.await(crowd, "SUCCEEDED");
            assertTrue(api.log(crowd).get(0).startsWith("had "), api.log(crowd)::toString);
            others.forEach(job -> api.await(job, "SUCCEEDED"));
            worker.awaitOutput("This machine lets things be started again");
            assertFalse(worker.output().contains(" died"), worker::output);
            assertEquals(
                    "RUNNING",
                    api.get("/workers")
                            .require(200)
                            .json()
                            .path("items")
                            .path(0)
                            .path("state")
                            .asString());
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(go);
        }
    }
}

package dev.millrace.system.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.system.http.ApiClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a tool finds of the nodes' secrets in {@code /proc}: it looks at each process, all of those above it included. */
final class SecretsIT {
    private static final String PASSWORD = "hunter2-of-the-database";

    /** The pattern does not match itself, or the search would find its own command. */
    private static final String SEARCH = """
            pid=$$
            while [ "$pid" -gt 1 ]; do
                pid=$(cut -d' ' -f4 "/proc/$pid/stat")
                above="$above $pid"
            done
            for pid in $above; do [ -d "/proc/$pid" ] || exit 3; done
            for file in /proc/[0-9]*/environ /proc/[0-9]*/cmdline /proc/[0-9]*/task/[0-9]*/environ; do
                tr '\\0' '\\n' <"$file" 2>/dev/null | grep 'hunter[2]' | sed "s|^|$file: |"
            done >"$1"
            """;

    private static Cluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.create();
        cluster.tools.script("search", "", SEARCH);
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @Test
    void tool_findsNoneInTheEnvironmentOrTheCommandOfAnyProcess() throws Exception {
        Map<String, String> secrets = new HashMap<>();
        secrets.put("MILLRACE_DATABASE_PASSWORD", PASSWORD);
        secrets.put("MILLRACE_REDIS_URL", cluster.redis.url().replace("redis://", "redis://default:hunter2@"));
        secrets.put("SOME_API_KEY", "hunter2-key");
        ApiClient api = cluster.startAll(2, secrets).api().client();
        Path found = cluster.outside("found");

        api.await(api.submit("search", TestTools.file(found)), "SUCCEEDED");

        assertEquals("", Files.readString(found));
    }

    @Test
    void passwordInAFile_isUsed() throws Exception {
        Path file = Files.writeString(cluster.outside("password"), PASSWORD + "\n");
        Map<String, String> secrets = Map.of("MILLRACE_DATABASE_PASSWORD_FILE", file.toString());
        ApiClient api = cluster.startAll(1, secrets).api().client();

        api.await(api.submit("search", TestTools.file(cluster.outside("found-then"))), "SUCCEEDED");
    }
}

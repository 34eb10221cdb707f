package dev.millrace.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A Postgres for the tests of one JVM: it forgets everything, and its end is the JVM's. */
public final class TemporaryPostgres {
    private TemporaryPostgres() {}

    /**
     * Starts one.
     *
     * @param parent of the directory that it keeps its data in meanwhile
     * @param settings beside those by which it does not wait for the disk
     */
    public static LocalPostgres start(Path parent, Map<String, String> settings) throws IOException {
        Map<String, String> all = new HashMap<>(LocalPostgres.FORGETFUL);
        all.putAll(settings);
        Path data = Files.createTempDirectory(Files.createDirectories(parent), "postgres-");
        LocalPostgres postgres = LocalPostgres.start(data, null, 0, all);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(postgres, data), "end-postgres"));
        return postgres;
    }

    private static void end(LocalPostgres postgres, Path data) {
        postgres.close();
        try {
            Trees.delete(data);
        } catch (IOException left) {
            // A directory of a build: cleaning that removes it.
        }
    }
}

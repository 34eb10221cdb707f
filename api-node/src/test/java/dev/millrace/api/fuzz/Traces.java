package dev.millrace.api.fuzz;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.api.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** What requests leave behind: rows, files, connections. No worker runs, so nobody else leaves any. */
final class Traces implements AutoCloseable {
    private final TestNode node;
    private final Connection connection;
    private final PreparedStatement count;
    private String rows;
    private final List<Path> files;

    private Traces(TestNode node, Connection connection) throws SQLException, IOException {
        this.node = node;
        this.connection = connection;
        this.count = connection.prepareStatement("""
                SELECT concat_ws(' ',
                  'job', (SELECT count(*) FROM job),
                  'job_event', (SELECT count(*) FROM job_event),
                  'idempotency', (SELECT count(*) FROM idempotency),
                  'unique_key', (SELECT count(*) FROM unique_key),
                  'queue', (SELECT count(*) FROM queue),
                  'tool', (SELECT count(*) FROM tool),
                  'tool_revision', (SELECT count(*) FROM tool_revision))
                """);
        this.rows = rows();
        this.files = files();
    }

    static Traces of(TestNode node) throws SQLException, IOException {
        return new Traces(node, node.connection());
    }

    private String rows() throws SQLException {
        try (ResultSet counted = count.executeQuery()) {
            counted.next();
            return counted.getString(1);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(node.directory())) {
            return all.sorted().toList();
        }
    }

    /** What was answered since was no refusal, and may have left something. */
    void renew() throws SQLException {
        rows = rows();
    }

    void expectNone(String what) throws SQLException {
        assertEquals(rows, rows(), what + " was refused, and left rows behind");
    }

    /** Also of requests that were granted. */
    void expectNothingOpen() throws IOException {
        eventually("no connection to Postgres is in use", () -> node.busyConnections() == 0);
        eventually("no file of the node's is open", this::openFiles, List::isEmpty);
        assertEquals(files, files());
    }

    private List<Path> openFiles() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .map(Traces::target)
                    .filter(target -> target.startsWith(node.directory()))
                    .toList();
        }
    }

    private static Path target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException closedMeanwhile) {
            return descriptor;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

package dev.millrace.model.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Native;
import dev.millrace.model.node.NodeStart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a node in a JVM of its own, which shows what it is like when its start begins. */
final class ProcessSecretsTest {
    private static final Map<String, String> SECRETS = Map.of(
            "MILLRACE_DATABASE_PASSWORD", "hunter-one",
            "MILLRACE_REDIS_URL", "redis://:hunter-two@cache",
            "AWS_SECRET_ACCESS_KEY", "hunter-three",
            "HTTPS_PROXY", "http://me:hunter-four@proxy");

    @TempDir
    private Path directory;

    private static final class LibC {
        static final int PR_GET_DUMPABLE = 3;

        static {
            Native.register(LibC.class, "c");
        }

        static native int prctl(int option, long value, long third, long fourth, long fifth);
    }

    static final class Node {
        public static void main(String[] arguments) {
            NodeStart.main("test", environment -> {
                if (NativeAccess.obstacle().isEmpty()) {
                    System.out.println("dumpable " + LibC.prctl(LibC.PR_GET_DUMPABLE, 0, 0, 0, 0));
                }
                System.out.println("secret " + System.getenv("MILLRACE_DATABASE_PASSWORD"));
                System.out.println("ready");
                System.in.read();
                System.exit(0);
                return () -> {};
            });
        }
    }

    @Test
    void otherPrograms_seeNoSecret_andTheNodeItselfDoes() throws Exception {
        Process node = start(List.of());
        try {
            List<String> said = linesUntilReady(node);

            assertTrue(said.contains("dumpable 0"), said::toString);
            assertTrue(said.contains("secret hunter-one"), said::toString);
            String shown = environment(node.pid());
            assertFalse(shown.contains("hunter"), shown);
        } finally {
            node.destroyForcibly();
        }
    }

    /** As where nothing may be executed from any directory that can be written to. */
    @Test
    void withoutTheCLibrary_theEnvironmentIsWipedAllTheSame_andTheRestIsSaid() throws Exception {
        Process node = start(List.of("-Djna.tmpdir=/proc"));
        try {
            List<String> said = linesUntilReady(node);

            String shown = environment(node.pid());
            assertFalse(shown.contains("hunter"), shown);
            assertTrue(said.stream().anyMatch(line -> line.contains("may read this process's memory")), said::toString);
        } finally {
            node.destroyForcibly();
        }
    }

    @Test
    void unpackedLibrary_leavesNothingBehind() throws Exception {
        Process node = start(List.of("-Djava.io.tmpdir=" + directory));
        try {
            linesUntilReady(node);
            try (Stream<Path> left = Files.list(directory)) {
                assertEquals(
                        List.of(),
                        left.filter(path -> !path.toString().contains("hsperfdata"))
                                .toList());
            }
        } finally {
            node.destroyForcibly();
        }
    }

    /** May be refused altogether, to all but root. */
    private static String environment(long pid) throws IOException {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.ISO_8859_1);
        } catch (AccessDeniedException refused) {
            return "";
        }
    }

    private static Process start(List<String> options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Node.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(SECRETS);
        return builder.start();
    }

    private static List<String> linesUntilReady(Process node) throws IOException {
        List<String> lines = new ArrayList<>();
        while (!lines.contains("ready")) {
            String line = node.inputReader().readLine();
            assertTrue(line != null, lines::toString);
            lines.add(line);
        }
        return lines;
    }
}

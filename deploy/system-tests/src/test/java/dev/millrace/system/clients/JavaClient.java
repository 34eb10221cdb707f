package dev.millrace.system.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.system.process.Jar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The Java client and the program that uses it, compiled. */
final class JavaClient {
    private static final String PROGRAM = "RunOneJob";

    private final Path classes;
    private final String libraries;

    private JavaClient(Path classes, String libraries) {
        this.classes = classes;
        this.libraries = libraries;
    }

    static JavaClient of(Path document) throws IOException {
        Path sources = Workshop.directory("java");
        ClientGenerator.generate("java.yaml", document, sources);
        Workshop.copy("java/" + PROGRAM + ".java", sources.resolve("src/main/java/" + PROGRAM + ".java"));
        JavaClient client = new JavaClient(Workshop.directory("java-classes"), libraries());
        client.compile(sources.resolve("src/main/java"));
        return client;
    }

    /** Those of this build that the client needs: Jackson, and annotations. */
    private static String libraries() {
        return Arrays.stream(System.getProperty("java.class.path").split(":"))
                .filter(path -> path.contains("jackson-") || path.contains("jakarta.annotation-api"))
                .collect(Collectors.joining(":"));
    }

    private void compile(Path directory) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<String> options =
                List.of("--release", "17", "-proc:none", "-classpath", libraries, "-d", classes.toString());
        try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, null, null);
                Stream<Path> all = Files.walk(directory)) {
            List<Path> sources =
                    all.filter(file -> file.toString().endsWith(".java")).toList();
            boolean done = compiler.getTask(
                            null, files, diagnostics, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertEquals(true, done, () -> diagnostics.getDiagnostics().toString());
        }
    }

    /** What the program prints. */
    List<String> run(String node, Path directory) {
        String classpath = classes + ":" + libraries;
        List<String> command = List.of(Jar.java().toString(), "-cp", classpath, PROGRAM, node, directory.toString());
        return Workshop.run("java-client", command).lines().toList();
    }
}

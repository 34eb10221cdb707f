package dev.millrace.worker.jobrunr;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The program of somebody else, compiled and put into a jar. */
final class ProgramJar {
    /** Each writes to the file that it is given, so that a test sees that it ran. */
    private static final String SOURCE = """
            package example;

            import java.nio.file.*;
            import org.jobrunr.jobs.context.JobContext;
            import org.jobrunr.jobs.lambdas.*;

            public class Program {
                public void writes(String file) throws Exception {
                    Files.writeString(Path.of(file), Helper.TEXT + getClass().getClassLoader().getName());
                }

                public static void fails(String file) throws Exception {
                    Files.writeString(Path.of(file), "begun");
                    throw new IllegalStateException("Not today");
                }

                public void waits(String file, JobContext context) throws Exception {
                    context.logger().info("waiting");
                    Files.writeString(Path.of(file), Thread.currentThread().getName());
                    new java.util.concurrent.CountDownLatch(1).await();
                }

                static class Helper {
                    static final String TEXT = "by ";
                }

                public record Request(String file) implements JobRequest {
                    @Override
                    public Class<Handler> getJobRequestHandler() {
                        return Handler.class;
                    }
                }

                public static class Handler implements JobRequestHandler<Request> {
                    @Override
                    public void run(Request request) throws Exception {
                        Files.writeString(Path.of(request.file()), "asked for");
                    }
                }
            }
            """;

    private ProgramJar() {}

    /** Puts it into a directory of its own, and returns that. */
    static Path build(Path root) throws IOException {
        Path classes = Files.createDirectories(root.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///example/Program.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return SOURCE;
                    }
                };
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
            if (!compiler.getTask(null, files, null, options, null, List.of(source))
                    .call()) {
                throw new IllegalStateException("The program does not compile");
            }
        }
        Path jars = Files.createDirectories(root.resolve("jars"));
        try (Stream<Path> compiled = Files.walk(classes);
                JarOutputStream jar = new JarOutputStream(Files.newOutputStream(jars.resolve("program.jar")))) {
            for (Path file : compiled.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, jar);
            }
        }
        return jars;
    }

    /** A request of the program's, as only the program could make it. */
    static Object request(Path jars, String file) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {jars.resolve("program.jar").toUri().toURL()})) {
            return loader.loadClass("example.Program$Request")
                    .getConstructor(String.class)
                    .newInstance(file);
        }
    }
}

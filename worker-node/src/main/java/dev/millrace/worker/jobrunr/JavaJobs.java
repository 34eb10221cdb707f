package dev.millrace.worker.jobrunr;

import dev.millrace.model.config.Environment;
import dev.millrace.model.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The code of the jobs of other programs that this worker is to run.
 *
 * @param jars all that it is loaded from; none if the worker runs no such jobs
 */
public record JavaJobs(List<Path> jars) {
    public static final JavaJobs NONE = new JavaJobs(List.of());

    public JavaJobs {
        jars = List.copyOf(jars);
    }

    public static JavaJobs from(Environment environment) {
        Setting setting = new Setting(
                "MILLRACE_WORKER_JAVA_JOBS",
                "a directory with jars",
                "",
                "Code of JobRunr jobs of other programs, which this worker then runs; empty: none");
        return environment.value(setting, NONE, text -> new JavaJobs(jarsIn(Path.of(text))));
    }

    private static List<Path> jarsIn(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
            if (jars.isEmpty()) {
                throw new IllegalArgumentException(
                        "a directory without jars; put in it the program's and all that it uses");
            }
            return jars;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "no directory that can be read; name one with the program's jars in it", e);
        }
    }
}

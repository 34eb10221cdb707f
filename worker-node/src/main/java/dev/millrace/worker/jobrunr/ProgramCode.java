package dev.millrace.worker.jobrunr;

import dev.millrace.model.jobrunr.housekeeping.HistorySweep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jobrunr.utils.JobUtils;

/** Classes of other programs, from their jars. Of the worker's own they see what they share with JobRunr, and no more. */
final class ProgramCode implements AutoCloseable {
    private final URLClassLoader loader;

    ProgramCode(List<Path> jars) {
        this.loader = new URLClassLoader(
                "java-jobs", jars.stream().map(ProgramCode::url).toArray(URL[]::new), new SharedClasses());
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Whether the method that a signature of JobRunr's names is here, in one of the jars.
     *
     * @throws LinkageError when the class is, but not all that it uses
     */
    boolean has(String signature) {
        String type = JobUtils.getClassNameFromJobSignature(signature);
        return loader.findResource(type.replace('.', '/') + ".class") != null
                && inside(() -> JobUtils.jobExists(signature));
    }

    /** What JobRunr does on this thread meanwhile, it does with these classes; so do threads that are begun by it. */
    <T> T inside(Supplier<T> action) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return action.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void close() {
        try {
            loader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * JobRunr's API, the log's, and the annotations that JobRunr's mapper reads: the same classes on both sides. JobRunr
     * reads Millrace's own jobs by the same loader.
     */
    private static final class SharedClasses extends ClassLoader {
        private static final List<String> PACKAGES = List.of(
                "org.jobrunr.",
                "org.slf4j.",
                "com.fasterxml.jackson.annotation.",
                HistorySweep.class.getPackageName() + ".");

        SharedClasses() {
            super("java-jobs-shared", ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (PACKAGES.stream().noneMatch(name::startsWith)) {
                throw new ClassNotFoundException(name);
            }
            return ProgramCode.class.getClassLoader().loadClass(name);
        }
    }
}

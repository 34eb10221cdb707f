package dev.millrace.model.registry;

import dev.millrace.model.db.Database;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.job.Priority;
import dev.millrace.model.tool.directory.ManifestDirectory;
import dev.millrace.model.updates.UpdatePublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The loader and the registry of one of several nodes, with a tools directory of its own. */
final class TestLoader implements AutoCloseable {
    /** Hints go to the loaders themselves, without Redis. */
    static final class DirectHints implements UpdatePublisher {
        private final List<ToolLoader> loaders = new CopyOnWriteArrayList<>();
        final AtomicInteger changes = new AtomicInteger();

        @Override
        public void publish(List<JobEvent> events) {}

        @Override
        public void wakeWorkers(Priority mostUrgent) {}

        @Override
        public void cancelRequested(UUID job) {}

        @Override
        public void logGrew(UUID job) {}

        @Override
        public void toolsChanged() {
            changes.incrementAndGet();
            loaders.forEach(ToolLoader::refreshSoon);
        }
    }

    final ToolRegistry registry;
    private final Path directory;
    private final ToolLoader loader;
    private final DirectHints hints;

    TestLoader(Database database, Path directory, DirectHints hints) {
        this.directory = directory;
        this.hints = hints;
        registry = new ToolRegistry(new ToolStore(database.jdbi()), hints);
        loader = new ToolLoader(new ManifestDirectory(directory), registry);
    }

    TestLoader start() {
        loader.start();
        hints.loaders.add(loader);
        return this;
    }

    ToolLoader loader() {
        return loader;
    }

    List<String> tools() {
        return registry.list().stream().map(Tool::name).toList();
    }

    TestLoader write(String tool) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(
                directory.resolve(tool + ".tool.yaml"), "name: " + tool + "\nrun: {command: [echo, " + tool + "]}\n");
        return this;
    }

    /** All of them between two looks at the directory. */
    void delete(String... tools) throws IOException {
        Path next = Files.createTempDirectory(directory.getParent(), "next");
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (Stream.of(tools).noneMatch(tool -> file.endsWith(tool + ".tool.yaml"))) {
                    Files.copy(file, next.resolve(file.getFileName()), LinkOption.NOFOLLOW_LINKS);
                }
            }
        }
        Files.move(
                directory,
                Files.createTempDirectory(directory.getParent(), "before").resolve("tools"));
        Files.move(next, directory);
    }

    @Override
    public void close() {
        hints.loaders.remove(loader);
        loader.close();
    }
}

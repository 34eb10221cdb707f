package dev.millrace.bench;

import dev.millrace.bench.api.Finish;
import dev.millrace.bench.api.HttpThroughput;
import dev.millrace.bench.api.Lines;
import dev.millrace.bench.api.Lists;
import dev.millrace.bench.api.Overload;
import dev.millrace.bench.api.Pickup;
import dev.millrace.bench.api.Read;
import dev.millrace.bench.api.Streams;
import dev.millrace.bench.api.Throughput;
import dev.millrace.bench.queue.LongHistory;
import dev.millrace.bench.queue.ProgramsBeside;
import dev.millrace.bench.queue.QueueLoad;
import dev.millrace.bench.queue.QueuePickup;
import dev.millrace.bench.queue.QueueThroughput;
import dev.millrace.bench.report.Machine;
import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Progress;
import dev.millrace.bench.report.Report;
import dev.millrace.bench.rivals.Rivals;
import dev.millrace.bench.scenario.Extent;
import dev.millrace.bench.scenario.Scenario;
import dev.millrace.bench.subject.Services;
import dev.millrace.bench.subject.Subject;
import dev.millrace.db.DatabaseSettings;
import dev.millrace.model.config.WholeNumber;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code millrace bench}: runs the scenarios against a Millrace, its own or a given one, and reports. */
@Command(
        name = "millrace bench",
        mixinStandardHelpOptions = true,
        description = "Measure a running Millrace on this machine, or a new one, and the queue by itself.")
final class Bench implements Callable<Integer> {
    private static final List<Scenario> SCENARIOS = List.of(
            new Pickup(),
            new Finish(),
            new Read(),
            new Throughput(),
            new HttpThroughput(),
            new Overload(),
            new Lists(),
            new Streams(),
            new Lines(),
            new QueuePickup(),
            new QueueThroughput(),
            new QueueLoad(),
            new LongHistory(),
            new ProgramsBeside(),
            new Rivals());

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "The Millrace to measure (default: starts one with new data). It must run on this machine, and "
                            + "have the benchmark's tools or take them.")
    private @Nullable URI url;

    @Option(
            names = "--database",
            paramLabel = "URL",
            description = "The Postgres to measure the queue on, in a database of its own: its user may create one "
                    + "(default: that of the Millrace it starts).")
    private @Nullable String database;

    @Option(names = "--redis", paramLabel = "URL", description = "The Redis to go with it (default ${DEFAULT-VALUE}).")
    private URI redis = URI.create("redis://127.0.0.1:6379");

    @Option(names = "--runs", paramLabel = "N", description = "How often, from 1 to 100000 (default ${DEFAULT-VALUE}).")
    private int runs = 200;

    @Option(
            names = "--history",
            paramLabel = "N",
            description =
                    "Finished jobs of a long history, or jobs of other programs, from 100000 to 100000000 (default ${DEFAULT-VALUE}).")
    private int history = 1_000_000;

    @Option(
            names = "--backlog",
            paramLabel = "N",
            description = "Queued jobs of a long queue, from 10000 to 10000000 (default ${DEFAULT-VALUE}).")
    private int backlog = 100_000;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures to this file as well.")
    private @Nullable Path json;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            arity = "1..*",
            description =
                    "Run these only: pickup, finish, read, throughput, http, overload, lists, streams, lines, queue-pickup, queue, "
                            + "queue-load, queue-long, queue-programs, rivals.")
    private List<String> only = new ArrayList<>();

    public static void main(String[] arguments) {
        int status = commandLine().execute(arguments);
        if (System.out.checkError()) {
            System.err.println("millrace: Cannot write to standard output");
            status = Math.max(status, 1);
        }
        System.exit(status);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Bench())
                .registerConverter(int.class, Bench::wholeNumber)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println("millrace: " + failure.getMessage());
                    return 1;
                });
    }

    private static Integer wholeNumber(String text) {
        try {
            return (int) WholeNumber.within(text, 0, Integer.MAX_VALUE);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + text + "' " + e.getMessage());
        }
    }

    @Override
    public Integer call() throws IOException {
        checkArguments();
        Path home = Path.of(System.getProperty("millrace.home", "")).toAbsolutePath();
        Subject subject = new Subject(home, url, given());
        Thread abandon = new Thread(subject::abandon, "abandon");
        Runtime.getRuntime().addShutdownHook(abandon);
        try (subject) {
            measure(subject);
        }
        Runtime.getRuntime().removeShutdownHook(abandon);
        return 0;
    }

    private @Nullable Services given() {
        return database == null
                ? null
                : new Services(DatabaseSettings.from(Map.of(DatabaseSettings.URL, database)), redis);
    }

    private void checkArguments() {
        checkRange("--runs", runs, 1, 100_000);
        checkRange("--history", history, 100_000, 100_000_000);
        checkRange("--backlog", backlog, 10_000, 10_000_000);
        List<String> known = SCENARIOS.stream().map(Scenario::name).toList();
        for (String name : only) {
            if (!known.contains(name)) {
                throw wrong("There is no scenario '" + name + "'; there are " + String.join(", ", known));
            }
        }
        if (url != null && url.getHost() == null) {
            throw wrong("--url must be like http://127.0.0.1:8080");
        }
        try {
            given();
        } catch (IllegalArgumentException e) {
            throw wrong("--database: " + e.getMessage());
        }
    }

    private void checkRange(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw wrong(option + " must be from " + least + " to " + most);
        }
    }

    private void measure(Subject subject) throws IOException {
        Map<String, Object> machine = Machine.describe();
        Extent extent = new Extent(runs, history, backlog);
        List<Measurement> measurements = new ArrayList<>();
        for (Scenario scenario : SCENARIOS) {
            if (only.isEmpty() || only.contains(scenario.name())) {
                Progress progress = new Progress(scenario.name(), err());
                measurements.addAll(scenario.run(subject, extent, progress::at));
                progress.end();
            }
        }
        out().print(Report.table(measurements));
        out().flush();
        if (json != null) {
            Files.writeString(json, Report.json(measurements, machine, subject.health()) + System.lineSeparator());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec().commandLine(), message);
    }

    private PrintWriter out() {
        return spec().commandLine().getOut();
    }

    private PrintWriter err() {
        return spec().commandLine().getErr();
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("Not run by picocli");
        }
        return spec;
    }
}

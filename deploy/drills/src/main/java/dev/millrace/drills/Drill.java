package dev.millrace.drills;

import dev.millrace.drills.history.History;
import dev.millrace.drills.history.HistoryReader;
import dev.millrace.drills.promise.Promise;
import dev.millrace.drills.site.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code millrace drill}: random faults under load, and what became of every job. */
@Command(
        name = "millrace drill",
        mixinStandardHelpOptions = true,
        description = {
            "Throw random faults at a Millrace of its own: Postgres, Redis, two API nodes and three workers.",
            "Exits with 0 when every accepted job came to exactly one end, ran once at a time, and is recorded as it was."
        })
final class Drill implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description = "How long faults strike, from 1 to 1440 (default ${DEFAULT-VALUE}).")
    private int minutes = 2;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Jobs a second, from 1 to 500 (default ${DEFAULT-VALUE}).")
    private int rate = 10;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "The same seed chooses the same faults (default: another one each time).")
    private @Nullable Long seed;

    public static void main(String[] arguments) {
        int status = commandLine().execute(arguments);
        if (System.out.checkError()) {
            System.err.println("millrace: Cannot write to standard output");
            status = Math.max(status, 1);
        }
        System.exit(status);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Drill())
                .registerConverter(int.class, text -> (int) wholeNumber(text, 9))
                .registerConverter(Long.class, text -> wholeNumber(text, 18))
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println("millrace: " + failure.getMessage());
                    return 1;
                });
    }

    private static long wholeNumber(String text, int digits) {
        if (!text.matches("0|[1-9][0-9]{0," + (digits - 1) + "}")) {
            throw new TypeConversionException(
                    "'" + text + "' is not a whole number of at most " + digits + " digits; write digits only");
        }
        return Long.parseLong(text);
    }

    @Override
    public Integer call() throws Exception {
        check("--minutes", minutes, 1440);
        check("--rate", rate, 500);
        long chosen = seed == null ? new Random().nextInt(1_000_000) : seed;
        Path home = Path.of(System.getProperty("millrace.home", "")).toAbsolutePath();
        Path directory = Files.createTempDirectory("millrace-drill-");
        say("Seed " + chosen + "; data and logs in " + directory);
        Findings findings = drill(home, directory, chosen);
        spec().commandLine().getOut().print(findings.report());
        spec().commandLine().getOut().flush();
        if (!findings.isClean()) {
            return 1;
        }
        delete(directory);
        return 0;
    }

    private static void delete(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(directory)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }

    private Findings drill(Path home, Path directory, long chosen) throws Exception {
        try (Site site = Site.start(home, directory);
                Load load = new Load(site.apis(), rate, site.outside(), chosen)) {
            Strikes strikes = new Strikes(site, new Random(chosen));
            Progress progress = new Progress(site.apis(), load);
            strikes.go(Duration.ofMinutes(minutes), fault -> say(progress.line() + "; " + fault));
            say("Waiting for the last jobs");
            load.finish();
            new Quiet(site.apis().get(0), progress::done).await();
            say(progress.line() + "; reading the history");
            History history = new HistoryReader(site.apis().get(0)).read(load.accepted(), "", site.outside());
            return new Findings(
                    history,
                    Promise.violations(history),
                    strikes.counts(),
                    new Findings.Recovery(
                            strikes.casualties().pickUps(history),
                            strikes.casualties().resumptions(history)),
                    load.summary(),
                    site.gone());
        }
    }

    private void check(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new ParameterException(spec().commandLine(), name + " must be from 1 to " + most);
        }
    }

    private void say(String text) {
        spec().commandLine().getErr().println("millrace: " + text);
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("Not run by picocli");
        }
        return spec;
    }
}

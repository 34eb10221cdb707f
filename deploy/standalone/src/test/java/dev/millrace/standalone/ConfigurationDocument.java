package dev.millrace.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code docs/configuration.md}, and the sources that it has to keep up with. */
final class ConfigurationDocument {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final String PAGE = "docs/configuration.md";
    private static final Pattern VARIABLE = Pattern.compile("MILLRACE_[A-Z_]*[A-Z]");

    private final List<String> lines = read(ROOT.resolve(PAGE)).lines().toList();

    /** The rows of the first table under a heading, without the table's own head. */
    List<String> rows(String heading) {
        return lines.stream()
                .dropWhile(line -> !line.equals("## " + heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .toList();
    }

    /** Every variable that stands in backquotes. */
    Set<String> variables() {
        return variablesIn(String.join("\n", lines), "`");
    }

    /** Every variable that the nodes, the client, the logger or the launcher names, but for those that tools see. */
    static Set<String> variablesOfTheSources() {
        Set<String> found = new TreeSet<>();
        for (String module : List.of("api-node", "worker-node", "shared-model", "db-changelog", "deploy/standalone")) {
            Path sources = ROOT.resolve(module).resolve("src/main");
            try (Stream<Path> files = Files.walk(sources)) {
                files.filter(file -> file.toString().endsWith(".java")
                                || file.toString().endsWith(".xml"))
                        .forEach(file -> found.addAll(variablesIn(read(file), "")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        found.addAll(variablesIn(read(ROOT.resolve("millrace")), ""));
        found.addAll(variablesIn(read(ROOT.resolve("compose.yaml")), ""));
        found.removeAll(variablesIn(toolContract(), "`"));
        return found;
    }

    /** What a tool's process is given is no setting. */
    private static String toolContract() {
        return read(ROOT.resolve("docs/tools.md"))
                .lines()
                .filter(line -> line.startsWith("| `MILLRACE_"))
                .reduce("", (all, line) -> all + "\n" + line);
    }

    private static Set<String> variablesIn(String text, String quote) {
        Set<String> found = new TreeSet<>();
        Pattern.compile(quote + "(" + VARIABLE + ")" + quote)
                .matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .forEach(found::add);
        return found;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

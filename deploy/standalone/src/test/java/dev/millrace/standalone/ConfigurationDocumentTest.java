package dev.millrace.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.api.ApiConfig;
import dev.millrace.db.DatabaseSettings;
import dev.millrace.model.config.Environment;
import dev.millrace.model.config.Setting;
import dev.millrace.standalone.client.server.ServerAddress;
import dev.millrace.standalone.server.DemoCommand;
import dev.millrace.standalone.server.DevCommand;
import dev.millrace.worker.WorkerConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** {@code docs/configuration.md} says what the code reads: no more, no less, and with the same defaults. */
final class ConfigurationDocumentTest {
    private static final Set<String> READ_BY_MIGRATE = Set.of(
            DatabaseSettings.URL,
            DatabaseSettings.USER,
            DatabaseSettings.PASSWORD,
            "MILLRACE_DATABASE_URL_FILE",
            "MILLRACE_DATABASE_PASSWORD_FILE");

    private final ConfigurationDocument document = new ConfigurationDocument();

    @Test
    void theTableOfTheNodes_isWhatTheyRead() {
        assertSameTable(nodeTable(), document.rows("Nodes"));
    }

    private static List<String> nodeTable() {
        Map<Setting, List<String>> readers = new LinkedHashMap<>();
        ask("api", ApiConfig::from, readers);
        ask("worker", WorkerConfig::from, readers);
        List<String> rows = new ArrayList<>();
        readers.forEach((setting, nodes) -> {
            if (READ_BY_MIGRATE.contains(setting.name())) {
                nodes.add("migrate");
            }
            rows.add(row(setting, nodes));
        });
        return rows;
    }

    private static void ask(String node, Consumer<Environment> reader, Map<Setting, List<String>> readers) {
        Environment environment = new Environment(Map.of());
        reader.accept(environment);
        environment
                .settings()
                .forEach(setting -> readers.computeIfAbsent(setting, first -> new ArrayList<>())
                        .add(node));
    }

    private static String row(Setting setting, List<String> nodes) {
        String defaultText = setting.defaultText().replace(System.getProperty("java.io.tmpdir"), "/tmp");
        return "| `%s` | %s | %s | %s | %s |"
                .formatted(
                        setting.name(),
                        setting.form(),
                        defaultText.isEmpty() ? "" : "`" + defaultText + "`",
                        String.join(", ", nodes),
                        setting.description().replaceFirst("\\.$", ""));
    }

    /** Nodes may share one environment. */
    @Test
    void aNode_findsNothingWrongWithTheSettingsOfAnother() {
        Map<String, String> all = new LinkedHashMap<>();
        document.variables().forEach(name -> all.put(name, ""));
        Environment environment = new Environment(all);
        ApiConfig.from(environment);

        assertEquals(List.of(), environment.unknown());
    }

    @Test
    void theTableOfTheStandalone_isItsOptions() {
        assertSameTable(optionTable(), document.rows("dev and demo"));
    }

    private static List<String> optionTable() {
        List<String> rows = new ArrayList<>();
        Set<String> ofDev = new TreeSet<>();
        for (OptionSpec option :
                new CommandLine(new DevCommand()).getCommandSpec().options()) {
            ofDev.add(option.longestName());
        }
        for (OptionSpec option :
                new CommandLine(new DemoCommand()).getCommandSpec().options()) {
            String label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
            String text = option.description()[0].replace("${DEFAULT-VALUE}", option.defaultValueString());
            String command = ofDev.contains(option.longestName()) ? "dev, demo" : "demo";
            rows.add("| `%s%s` | %s | %s |".formatted(option.longestName(), label, command, text));
        }
        return rows;
    }

    @Test
    void everyVariableOfTheSources_isDocumented_andNoOther() {
        Set<String> expected = ConfigurationDocument.variablesOfTheSources();
        // Tools see a variable with the name of this setting, so it looks like none.
        expected.add("MILLRACE_ARTIFACTS");

        assertEquals(
                expected,
                document.variables(),
                "docs/configuration.md must name each variable that the sources name in backquotes, and no other");
    }

    @Test
    void theClientsDefault_isTheDocumented() {
        String row = "| `%s` | `http://…` or `https://…` | `%s` | The server that client commands talk to |"
                .formatted(ServerAddress.VARIABLE, ServerAddress.DEFAULT);

        assertEquals(
                1, document.rows("Other programs").stream().filter(row::equals).count(), row);
    }

    private static void assertSameTable(List<String> code, List<String> page) {
        assertEquals(
                String.join("\n", code),
                String.join("\n", page),
                "docs/configuration.md and the code differ. If the code is right, its table must have these rows:\n"
                        + String.join("\n", code) + "\n");
    }
}

package dev.millrace.system.images;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** As much of a Dockerfile as its tests ask about: stages and their instructions, continuation lines joined. */
record Dockerfile(Map<String, Stage> stages) {

    record Instruction(String name, String text) {
        /** The arguments without the {@code --flags} in front. */
        List<String> words() {
            return Stream.of(text.split("\\s+"))
                    .filter(word -> !word.startsWith("--"))
                    .toList();
        }

        /** The exec form: a JSON array. */
        JsonNode array() {
            return JsonMapper.shared().readTree(text.substring(text.indexOf('[')));
        }
    }

    /** @param base an image, or another stage */
    record Stage(String name, String base, List<Instruction> instructions) {
        List<Instruction> all(String instruction) {
            return instructions.stream()
                    .filter(candidate -> candidate.name().equals(instruction))
                    .toList();
        }

        Instruction last(String instruction) {
            List<Instruction> found = all(instruction);
            if (found.isEmpty()) {
                throw new AssertionError(name + " has no " + instruction);
            }
            return found.get(found.size() - 1);
        }
    }

    static Dockerfile parse(String text) {
        Map<String, Stage> stages = new LinkedHashMap<>();
        Stage stage = null;
        for (String line : joined(text)) {
            String[] parts = line.split("\\s+", 2);
            Instruction instruction = new Instruction(parts[0].toUpperCase(Locale.ROOT), parts[1]);
            if (instruction.name().equals("FROM")) {
                List<String> words = instruction.words();
                stage = new Stage(words.get(2), words.get(0), new ArrayList<>());
                stages.put(stage.name(), stage);
            } else if (stage != null) {
                stage.instructions().add(instruction);
            }
        }
        return new Dockerfile(stages);
    }

    private static List<String> joined(String text) {
        String withoutComments = text.lines()
                .filter(line -> !line.isBlank() && !line.stripLeading().startsWith("#"))
                .reduce("", (before, line) -> before + line.strip() + "\n");
        return withoutComments.replace("\\\n", " ").lines().toList();
    }
}

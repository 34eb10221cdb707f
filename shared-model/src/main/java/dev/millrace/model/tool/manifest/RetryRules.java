package dev.millrace.model.tool.manifest;

import dev.millrace.model.config.WholeNumber;
import dev.millrace.model.tool.Backoff;
import dev.millrace.model.tool.RetryPolicy;
import dev.millrace.model.tool.Signals;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads the {@code retry} section: how often, after what, and how long to wait. */
final class RetryRules {
    private final Section retry;

    RetryRules(Section retry) {
        this.retry = retry;
    }

    RetryPolicy read() {
        return new RetryPolicy((int) retry.number("maxAttempts", 3), backoff(), exitCodes(), signals());
    }

    private Backoff backoff() {
        Section section = retry.section("backoff");
        Duration initial = section.duration("initial", Duration.ofSeconds(1), Duration.ZERO, ToolReader.LONGEST);
        Duration usualMax = Duration.ofMinutes(5);
        Duration max = section.duration(
                "max", usualMax.compareTo(initial) < 0 ? initial : usualMax, Duration.ZERO, ToolReader.LONGEST);
        if (max.compareTo(initial) < 0) {
            section.reject("max", "must not be less than initial");
        }
        return new Backoff(initial, section.number("factor", 2), max, section.number("jitter", 0.2));
    }

    private Set<Integer> exitCodes() {
        if (!retry.has("onExit")) {
            return Set.of(RetryPolicy.TRY_AGAIN);
        }
        List<JsonNode> items = retry.list("onExit");
        Set<Integer> codes = new LinkedHashSet<>();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).isInt()) {
                codes.add(items.get(i).intValue());
            } else {
                // 75.0 is an integer to a schema.
                retry.reject("onExit", i, "must be an exit code, 1 to 255");
            }
        }
        return codes;
    }

    private Set<Integer> signals() {
        List<JsonNode> items = retry.list("onSignal");
        Set<Integer> signals = new LinkedHashSet<>();
        for (int i = 0; i < items.size(); i++) {
            OptionalInt signal = signal(items.get(i).asString(""));
            if (signal.isPresent()) {
                signals.add(signal.getAsInt());
            } else {
                retry.reject("onSignal", i, "must be a signal, like SIGKILL or 9, 1 to " + Signals.HIGHEST);
            }
        }
        return signals;
    }

    private static OptionalInt signal(String text) {
        long number = WholeNumber.parse(text).orElse(0);
        return number >= 1 && number <= Signals.HIGHEST ? OptionalInt.of((int) number) : Signals.number(text);
    }
}

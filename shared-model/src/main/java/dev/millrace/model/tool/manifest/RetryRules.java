package dev.millrace.model.tool.manifest;

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
    private static final int HIGHEST_EXIT_CODE = 255;
    /** EX_TEMPFAIL of sysexits.h. */
    private static final Set<Integer> USUAL_EXIT_CODES = Set.of(75);

    private final Section retry;

    RetryRules(Section retry) {
        this.retry = retry;
    }

    RetryPolicy read() {
        RetryPolicy policy =
                new RetryPolicy(retry.integer("maxAttempts", 3, 1, 100), backoff(), exitCodes(), signals());
        retry.end();
        return policy;
    }

    private Backoff backoff() {
        Section section = retry.section("backoff");
        Duration initial = section.duration("initial", Duration.ofSeconds(1), Duration.ZERO, ToolReader.LONGEST);
        double factor = section.number("factor", 2, 1, 100);
        Duration usualMax = Duration.ofMinutes(5);
        Duration max = section.duration(
                "max", usualMax.compareTo(initial) < 0 ? initial : usualMax, Duration.ZERO, ToolReader.LONGEST);
        if (max.compareTo(initial) < 0) {
            section.reject("max", "must not be less than initial");
        }
        Backoff backoff = new Backoff(initial, factor, max, section.number("jitter", 0.2, 0, 1));
        section.end();
        return backoff;
    }

    private Set<Integer> exitCodes() {
        if (!retry.has("onExit")) {
            return USUAL_EXIT_CODES;
        }
        List<JsonNode> items = retry.list("onExit", HIGHEST_EXIT_CODE);
        Set<Integer> codes = new LinkedHashSet<>();
        for (int i = 0; i < items.size(); i++) {
            int code = items.get(i).isInt() ? items.get(i).intValue() : 0;
            if (code < 1 || code > HIGHEST_EXIT_CODE) {
                retry.reject("onExit", i, "must be an exit code, 1 to " + HIGHEST_EXIT_CODE);
            }
            codes.add(code);
        }
        return codes;
    }

    private Set<Integer> signals() {
        List<JsonNode> items = retry.list("onSignal", Signals.HIGHEST);
        Set<Integer> signals = new LinkedHashSet<>();
        for (int i = 0; i < items.size(); i++) {
            OptionalInt signal = signal(items.get(i));
            if (signal.isPresent()) {
                signals.add(signal.getAsInt());
            } else {
                retry.reject("onSignal", i, "must be a signal, like SIGKILL or 9, 1 to " + Signals.HIGHEST);
            }
        }
        return signals;
    }

    private static OptionalInt signal(JsonNode item) {
        if (item.isString()) {
            return Signals.number(item.stringValue());
        }
        int number = item.isInt() ? item.intValue() : 0;
        return number >= 1 && number <= Signals.HIGHEST ? OptionalInt.of(number) : OptionalInt.empty();
    }
}

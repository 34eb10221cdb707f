package dev.millrace.standalone.client.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Asks the person at the keyboard. */
public final class Question {
    private static final Set<String> YES = Set.of("y", "yes");

    private Question() {}

    /** True only if somebody is there and says yes. Nobody is asked unless standard input is a terminal. */
    public static boolean confirmed(Terminal terminal, String question) {
        if (!terminal.interactive() || !Terminal.isTerminal(0)) {
            return false;
        }
        terminal.stream().print(terminal.shown(question) + " [y/N] ");
        terminal.stream().flush();
        try {
            String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return isYes(answer == null ? "" : answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isYes(String answer) {
        return YES.contains(answer.strip().toLowerCase(Locale.ROOT));
    }
}

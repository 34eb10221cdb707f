package dev.millrace.model.config;

import java.util.Collection;
import java.util.Optional;

/** Finds the name that somebody probably meant. */
public final class Spelling {
    /** Longer words are not compared: the work grows with the product of both lengths. */
    private static final int LONGEST = 100;

    private Spelling() {}

    /** The known name nearest to the word, if it is near enough for a typing error: at most 3 changes, and half of it. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        String nearest = null;
        int least = 4;
        for (String candidate : known) {
            if (word.length() <= LONGEST && candidate.length() <= LONGEST) {
                int distance = distance(word, candidate);
                if (distance < least && distance <= candidate.length() / 2) {
                    nearest = candidate;
                    least = distance;
                }
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** Levenshtein's distance, blind to case: insertions, deletions and replacements of one character. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                boolean same = Character.toLowerCase(one.charAt(i - 1)) == Character.toLowerCase(other.charAt(j - 1));
                int replaced = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}

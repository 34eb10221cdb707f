package dev.millrace.model.tool.schema;

import com.networknt.schema.SchemaException;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressions;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression with a budget, because Java's matcher backtracks: {@code (a+)+$} against thirty letters would
 * take longer than anybody waits. The budget counts characters looked at and is shared by all patterns of one check.
 */
final class BoundedPattern implements RegularExpression {
    /** Java takes time by the square of its length to prepare for a long literal: 13 s for 100,000 characters. */
    static final int MAX_LENGTH = 1_000;

    /** Some tenths of a second at worst. A check that needs no backtracking looks at each character a few times. */
    private static final long BUDGET = 20_000_000;

    private static final ThreadLocal<Budget> BUDGETS = ThreadLocal.withInitial(Budget::new);

    private final Pattern pattern;

    /** @throws PatternSyntaxException if it is no regular expression, or longer than 1,000 characters */
    BoundedPattern(String regex) {
        if (regex.length() > MAX_LENGTH) {
            throw new PatternSyntaxException("longer than " + MAX_LENGTH + " characters", "", -1);
        }
        pattern = compiled(regex);
    }

    /** @throws PatternSyntaxException if it is no regular expression */
    static void check(String regex) {
        compiled(regex);
    }

    private static Pattern compiled(String regex) {
        return Pattern.compile(
                RegularExpressions.replaceLongformCharacterProperties(RegularExpressions.replaceDollarAnchors(regex)));
    }

    /** Gives the current thread a full budget. */
    static void startCheck() {
        BUDGETS.get().left = BUDGET;
    }

    @Override
    public boolean matches(String value) {
        return pattern.matcher(new Counted(value, BUDGETS.get())).find();
    }

    private static final class Budget {
        private long left;

        void spend() {
            if (--left < 0) {
                throw new SchemaException("a text takes too long to compare with its pattern");
            }
        }
    }

    private record Counted(CharSequence text, Budget budget) implements CharSequence {
        @Override
        public char charAt(int index) {
            budget.spend();
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.subSequence(start, end), budget);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}

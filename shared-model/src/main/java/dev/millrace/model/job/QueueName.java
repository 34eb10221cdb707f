package dev.millrace.model.job;

import java.util.regex.Pattern;

/** How a queue may be called, wherever its name comes from. */
public final class QueueName {
    /** 1 to 63 lower-case letters, digits, dots, underscores and dashes. */
    public static final Pattern FORM = Pattern.compile("[a-z0-9._-]{1,63}");

    private QueueName() {}

    public static boolean isValid(String name) {
        return FORM.matcher(name).matches();
    }
}

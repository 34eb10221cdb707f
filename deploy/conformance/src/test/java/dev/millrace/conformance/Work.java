package dev.millrace.conformance;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the jobs of the other program do. Public, because JobRunr calls it. */
public final class Work {
    static final Queue<String> DONE = new ConcurrentLinkedQueue<>();

    private Work() {}

    public static void note(String text) {
        DONE.add(text);
    }

    public static void fail(String text) {
        DONE.add(text);
        throw new IllegalStateException("Not today");
    }
}

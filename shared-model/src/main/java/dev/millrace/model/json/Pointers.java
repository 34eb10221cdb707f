package dev.millrace.model.json;

import dev.millrace.model.error.Excerpt;

/** JSON pointers (RFC 6901), as violations name places. */
public final class Pointers {
    private static final int LONGEST_KEY = 100;

    private Pointers() {}

    /** The pointer to a member of the object at {@code pointer}; a key of more than 100 characters is cut. */
    public static String child(String pointer, String key) {
        return exactChild(pointer, Excerpt.of(key, LONGEST_KEY));
    }

    /** The same with the whole key, however long: for pointers that are followed, not shown. */
    public static String exactChild(String pointer, String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    /** The pointer to an element of the array at {@code pointer}. */
    public static String child(String pointer, int index) {
        return pointer + "/" + index;
    }
}

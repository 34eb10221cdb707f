package dev.millrace.api.http.transfer;

/** Something that waits for a client. */
interface Transfer {
    /** Whether the client has had its time, by {@code System.nanoTime()}. */
    boolean isOver(long now);

    /** Ends it; called once, by the clock, and must not block. */
    void giveUp();
}

package dev.millrace.api.http.transfer;

/** Something that waits for a client. */
interface Transfer {
    /** Whether the client has had its time, by {@code System.nanoTime()}. The clock's thread calls it. */
    boolean hasTimedOut(long now);

    /** Ends it. The clock's thread calls it, once, and it must not block. Dependents of the future run elsewhere. */
    void timeOut();
}

package dev.millrace.api.http.transfer;

/** A body or answer that waits for its client. */
interface Transfer {
    /** Whether the client's time is over, by {@code System.nanoTime()}. The clock's thread calls this. */
    boolean hasTimedOut(long now);

    /**
     * Ends the transfer. The clock's thread calls this once; it must not block. Dependents of the future run elsewhere.
     */
    void timeOut();
}

package dev.millrace.standalone.server;

import java.time.Duration;

/**
 * How long to wait before what has ended is started again: twice as long each time it lived only shortly, and the shortest
 * pause again once it has lived for a while.
 */
final class RestartPause {
    private static final Duration A_WHILE = Duration.ofMinutes(1);

    private final Duration shortest;
    private final Duration longest;
    private Duration next;

    RestartPause(Duration shortest, Duration longest) {
        this.shortest = shortest;
        this.longest = longest;
        this.next = shortest;
    }

    /** @param lived how long it ran this time */
    Duration after(Duration lived) {
        Duration pause = lived.compareTo(A_WHILE) < 0 ? next : shortest;
        Duration doubled = pause.multipliedBy(2);
        next = doubled.compareTo(longest) < 0 ? doubled : longest;
        return pause;
    }
}

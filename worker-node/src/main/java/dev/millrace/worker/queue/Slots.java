package dev.millrace.worker.queue;

import dev.millrace.model.job.Priority;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a worker has in flight: attempts in slots, jobs that wait for one, and outcomes that are not recorded yet. Decides when
 * how much is to be claimed, and what is to be given back. Thread-safe.
 *
 * <p>While attempts are short, so many jobs are claimed at once that slots need not wait for the next claim. No job pays
 * for that: what waits is given back when it takes too long, or when something more urgent has come.
 */
final class Slots {
    /** Jobs that may wait for each slot. */
    static final int PREFETCHED = 8;

    /** Jobs for each slot that are in flight beside the prefetched: more than one, so that no slot waits for the record of an
     * outcome. */
    static final int IN_FLIGHT = 8;

    /** As many as one claim takes at most. */
    private static final int MOST_AT_ONCE = 1_000;

    private static final Duration SHORT = Duration.ofMillis(20);

    /** So many short attempts in a row for each slot make it likely that the next ones are short as well. */
    private static final int SHORT_RUNS = 2;

    /** A job that has waited for a slot for so long is given back. */
    private static final Duration SLOT_WAIT_LIMIT = Duration.ofMillis(100);

    /** After something was given back. */
    private static final Duration RESTRAINT = Duration.ofSeconds(1);

    private final int slots;
    private final Deque<Claimed> prefetched = new ArrayDeque<>();
    private int busy;
    private int inFlight;
    private int shortRuns;
    private long restrainedUntil = System.nanoTime();
    private boolean isUrgent;
    private boolean mayHaveMore = true;
    private boolean othersWait;
    private boolean closed;

    /** @param slots at least 1 */
    Slots(int slots) {
        this.slots = slots;
    }

    /**
     * What is to be done next.
     *
     * @param giveBack jobs that wait no longer
     * @param claim how many jobs, 0 if none
     * @param free slots that jobs of other programs may have, 0 where none is known to wait
     * @param isLast that there will be no other
     */
    record Turn(List<Claimed> giveBack, int claim, int free, boolean isLast) {}

    /**
     * Waits for the next turn.
     *
     * @param limit after which there is one with nothing to do
     */
    synchronized Turn next(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            if (!prefetched.isEmpty() && mustGiveBack()) {
                return new Turn(takePrefetched(), 0, 0, false);
            }
            int claim = room();
            int free = othersWait && !closed ? slots - busy : 0;
            if (closed || (claim > 0 && (mayHaveMore || free > 0))) {
                mayHaveMore = false;
                othersWait &= free == 0;
                return new Turn(List.of(), closed ? 0 : claim, free, closed);
            }
            long left = end - System.nanoTime();
            if (left <= 0) {
                return new Turn(List.of(), 0, 0, false);
            }
            TimeUnit.NANOSECONDS.timedWait(
                    this, Math.max(prefetched.isEmpty() ? left : Math.min(left, slotWaitLeft()), 1));
        }
    }

    private boolean mustGiveBack() {
        return closed || isUrgent || slotWaitLeft() <= 0;
    }

    private long slotWaitLeft() {
        return prefetched.element().since() + SLOT_WAIT_LIMIT.toNanos() - System.nanoTime();
    }

    private List<Claimed> takePrefetched() {
        List<Claimed> taken = List.copyOf(prefetched);
        prefetched.clear();
        isUrgent = false;
        shortRuns = 0;
        restrainedUntil = System.nanoTime() + RESTRAINT.toNanos();
        return taken;
    }

    private int room() {
        boolean mayPrefetch = shortRuns >= SHORT_RUNS * slots
                && prefetched.size() < slots
                && System.nanoTime() - restrainedUntil >= 0;
        int beyond = mayPrefetch ? PREFETCHED * slots - prefetched.size() : 0;
        int most = (mayPrefetch ? PREFETCHED + IN_FLIGHT : IN_FLIGHT) * slots - inFlight;
        return Math.min(Math.min(slots - busy + beyond, most), MOST_AT_ONCE);
    }

    /**
     * Takes what was claimed.
     *
     * @param isAll that was asked for, so that there may be more
     * @return what is to be run now, each in a thread that asks {@link #ended} for the next
     */
    synchronized List<Claimed> add(List<Claimed> claimed, boolean isAll) {
        mayHaveMore |= isAll;
        List<Claimed> now = new ArrayList<>();
        for (Claimed job : claimed) {
            inFlight++;
            if (busy < slots) {
                busy++;
                now.add(job);
            } else {
                prefetched.add(job);
            }
        }
        return now;
    }

    /**
     * Frees the slot of an attempt that has ended.
     *
     * @return what its thread is to run now; empty when nothing waits
     */
    synchronized List<Claimed> ended(Duration duration) {
        shortRuns = duration.compareTo(SHORT) <= 0 ? shortRuns + 1 : 0;
        return otherEnded();
    }

    /** The same for a job of another program, whose duration says nothing of attempts. */
    synchronized List<Claimed> otherEnded() {
        Claimed next = prefetched.isEmpty() || mustGiveBack() ? null : prefetched.remove();
        if (next == null) {
            busy--;
        }
        notifyAll();
        return next == null ? List.of() : List.of(next);
    }

    /** Takes a slot for a job of another program; there must be one. */
    synchronized void occupy() {
        busy++;
    }

    /** Jobs of other programs may wait. */
    synchronized void noticeOthers() {
        othersWait = true;
        notifyAll();
    }

    /** Frees the slot of what could not be begun. */
    synchronized void notBegun() {
        busy--;
        notifyAll();
    }

    /** A job is not this worker's any more. */
    synchronized void settled() {
        inFlight--;
        notifyAll();
    }

    /** There may be something to claim, of this priority. */
    synchronized void wake(Priority priority) {
        mayHaveMore = true;
        isUrgent |=
                prefetched.stream().anyMatch(waiting -> waiting.job().priority().compareTo(priority) > 0);
        notifyAll();
    }

    /** Waits before a claim is tried again, unless there is something new or nothing more is to be claimed. */
    synchronized void pause(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && !mayHaveMore && !closed; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        mayHaveMore = true;
    }

    /** Nothing more is claimed. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Waits until nothing is in flight; false when that took longer than the limit. */
    synchronized boolean awaitIdle(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (inFlight > 0 || busy > 0) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }
}

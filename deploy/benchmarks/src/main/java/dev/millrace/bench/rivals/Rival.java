package dev.millrace.bench.rivals;

/** Another queue, in whose database are no-ops and nothing else. What it runs calls {@link Tally#hit}. */
interface Rival {
    /** How many run at once. */
    int THREADS = 16;

    /** Stores so many, while it is paused. */
    void fill(int jobs);

    void resume();

    void pause();

    /** Says whether any is left to do, as the first and only column. */
    String leftQuery();
}

package dev.millrace.drills.history;

import java.util.List;

/** A part of the promise that can be seen in one job. */
interface Rule {
    /**
     * Where the job breaks it.
     *
     * @param runs what its tool wrote outside, in the order of the starts
     */
    List<Violation> check(JobRecord job, List<Run> runs);
}

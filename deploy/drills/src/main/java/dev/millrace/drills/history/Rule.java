package dev.millrace.drills.history;

import java.util.List;

/** A part of the promise that can be seen in one job. */
interface Rule {
    /** Where the job breaks it. */
    List<Violation> check(JobRecord job, History history);
}

package dev.millrace.drills.promise;

import dev.millrace.drills.history.History;
import dev.millrace.drills.history.JobRecord;
import java.util.List;

/** A part of the promise that can be seen in one job. */
interface Rule {
    /** Where the job breaks it. */
    List<Violation> check(JobRecord job, History history);
}

/**
 * {@code millrace drill}: starts everything in processes of its own, lets callers submit jobs, breaks what there is to
 * break, and says whether the promise was kept. {@link dev.millrace.drills.Drill} tells the story.
 */
@NullMarked
package dev.millrace.drills;

import org.jspecify.annotations.NullMarked;

/** A tool's job as the dashboard's page of one job shows it: its request, its attempts as states of JobRunr's, its log. */
@NullMarked
package dev.millrace.model.jobrunr.page;

import org.jspecify.annotations.NullMarked;

/** New jobs of tools on their way through JobRunr: what it is given, and how its storage stores that. */
@NullMarked
package dev.millrace.model.jobrunr.request;

import org.jspecify.annotations.NullMarked;

/** The commands that look: jobs, tools, workers, queues, totals. */
@NullMarked
package dev.millrace.standalone.client.show;

import org.jspecify.annotations.NullMarked;

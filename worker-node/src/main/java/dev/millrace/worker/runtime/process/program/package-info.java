/** What a tool's command names, checked before it is started, and what the program gets: its arguments and environment. */
@NullMarked
package dev.millrace.worker.runtime.process.program;

import org.jspecify.annotations.NullMarked;

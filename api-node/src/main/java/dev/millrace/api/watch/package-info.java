/** Event streams: what happens to jobs and what they print, live and without gaps. */
@NullMarked
package dev.millrace.api.watch;

import org.jspecify.annotations.NullMarked;

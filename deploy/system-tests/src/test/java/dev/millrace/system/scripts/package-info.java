/** The shell scripts of the repository, as they are written. */
@NullMarked
package dev.millrace.system.scripts;

import org.jspecify.annotations.NullMarked;

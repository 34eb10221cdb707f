/** What is said of files that cannot be read or written. */
@NullMarked
package dev.millrace.model.file;

import org.jspecify.annotations.NullMarked;

/** What is said of files that cannot be read or written, and which names of files can be shown. */
@NullMarked
package dev.millrace.model.file;

import org.jspecify.annotations.NullMarked;

/** Where the files that tools leave are kept: on disk for now, behind a small interface. */
@NullMarked
package dev.millrace.model.artifact;

import org.jspecify.annotations.NullMarked;

/**
 * The directory of an attempt: made fresh, read once the tool has ended, removed. Whatever lies in it was put there by the
 * tool, so nothing here follows a symbolic link, opens anything but regular files, or trusts a name, a size or a depth.
 */
@NullMarked
package dev.millrace.worker.runtime.scratch;

import org.jspecify.annotations.NullMarked;

/** The worker node and its configuration. */
@NullMarked
package dev.millrace.worker;

import org.jspecify.annotations.NullMarked;

/** The numbered events of jobs: how a change appends its event, and how events are read in their order. */
@NullMarked
package dev.millrace.model.journal;

import org.jspecify.annotations.NullMarked;

/**
 * The steps of the state diagram, a package each. A step changes the job's row and appends its event in one
 * transaction. The classes here are what all steps share.
 */
@NullMarked
package dev.millrace.model.lifecycle;

import org.jspecify.annotations.NullMarked;

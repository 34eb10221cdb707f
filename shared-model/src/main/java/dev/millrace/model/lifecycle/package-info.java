/**
 * How a job comes from one state to the next. Each step of the state diagram has a package of its own, which changes the
 * job's row and appends its event in one transaction; here is what all steps share.
 */
@NullMarked
package dev.millrace.model.lifecycle;

import org.jspecify.annotations.NullMarked;

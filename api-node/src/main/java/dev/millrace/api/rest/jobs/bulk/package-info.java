/** Many jobs in one request: submit, cancel, retry. */
@NullMarked
package dev.millrace.api.rest.jobs.bulk;

import org.jspecify.annotations.NullMarked;

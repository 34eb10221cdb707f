/** Jobs over HTTP: submit, look up, list, retry, cancel, and why one does not run. Has the form in which every answer writes a job. */
@NullMarked
package dev.millrace.api.rest.jobs;

import org.jspecify.annotations.NullMarked;

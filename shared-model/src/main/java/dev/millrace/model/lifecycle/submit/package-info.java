/** New jobs: stored together with their first event, once for each idempotency key and for what must be unique. */
@NullMarked
package dev.millrace.model.lifecycle.submit;

import org.jspecify.annotations.NullMarked;

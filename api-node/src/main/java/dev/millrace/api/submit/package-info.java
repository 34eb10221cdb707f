/** Takes requests for jobs: read, check against the tool's schema, store, answer. */
@NullMarked
package dev.millrace.api.submit;

import org.jspecify.annotations.NullMarked;

/** Jobs, attempts and tools as the API writes them. The OpenAPI document describes the same shapes, and a test compares. */
@NullMarked
package dev.millrace.api.representation;

import org.jspecify.annotations.NullMarked;

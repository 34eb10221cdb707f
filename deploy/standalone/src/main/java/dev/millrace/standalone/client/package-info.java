/** The client commands as {@code millrace} offers them: a thin layer over the HTTP API, which knows nothing the API does not say. */
@NullMarked
package dev.millrace.standalone.client;

import org.jspecify.annotations.NullMarked;

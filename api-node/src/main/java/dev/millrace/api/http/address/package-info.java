/**
 * The public address of this node, which may be behind a proxy and under a path. It comes from a setting, or from a
 * trusted proxy's headers in each request. Every link is made with a {@link
 * dev.millrace.api.http.address.PublicAddress}.
 */
@NullMarked
package dev.millrace.api.http.address;

import org.jspecify.annotations.NullMarked;

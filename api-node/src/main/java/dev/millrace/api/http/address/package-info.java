/**
 * Where callers find this node, which may be behind a proxy and under a path: from a setting, or from what a trusted proxy
 * says of each request. Every link is made with a {@link dev.millrace.api.http.address.PublicAddress}.
 */
@NullMarked
package dev.millrace.api.http.address;

import org.jspecify.annotations.NullMarked;

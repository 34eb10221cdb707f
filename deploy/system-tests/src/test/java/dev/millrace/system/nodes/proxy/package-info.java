/** The API behind a proxy. */
@NullMarked
package dev.millrace.system.nodes.proxy;

import org.jspecify.annotations.NullMarked;

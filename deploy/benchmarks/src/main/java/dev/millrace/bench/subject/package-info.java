/**
 * What is measured: servers, databases, nodes, and what every scenario does with them.
 */
@NullMarked
package dev.millrace.bench.subject;

import org.jspecify.annotations.NullMarked;

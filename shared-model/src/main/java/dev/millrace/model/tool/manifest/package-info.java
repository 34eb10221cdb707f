/** How a definition is read from a manifest or from JSON and checked, and how it is written back. */
@NullMarked
package dev.millrace.model.tool.manifest;

import org.jspecify.annotations.NullMarked;

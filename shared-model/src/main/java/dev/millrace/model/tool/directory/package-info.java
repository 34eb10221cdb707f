/** The directory of tools: which of its files are manifests, and what they hold. */
@NullMarked
package dev.millrace.model.tool.directory;

import org.jspecify.annotations.NullMarked;

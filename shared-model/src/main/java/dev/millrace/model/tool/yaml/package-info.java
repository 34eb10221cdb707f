/** YAML as JSON: a document with its lines, and scalars that are still both text and value. */
@NullMarked
package dev.millrace.model.tool.yaml;

import org.jspecify.annotations.NullMarked;

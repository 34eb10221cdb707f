/** JSON Schemas as Millrace takes them: compiled, bounded in time, with messages for people, defaults and secrets. */
@NullMarked
package dev.millrace.model.tool.schema;

import org.jspecify.annotations.NullMarked;

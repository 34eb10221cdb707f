/** What a tool is: its definition, its revisions, the rules of its retries, and how its command is put together. */
@NullMarked
package dev.millrace.model.tool;

import org.jspecify.annotations.NullMarked;

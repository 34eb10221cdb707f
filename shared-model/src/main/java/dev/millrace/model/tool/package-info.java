/** What a tool is: its definition, how a manifest is read and checked, and how parameters are checked against it. */
@NullMarked
package dev.millrace.model.tool;

import org.jspecify.annotations.NullMarked;

/** JSON that passes through this program unchanged: numbers with the digits they were written with, strings with their characters. */
@NullMarked
package dev.millrace.standalone.client.json;

import org.jspecify.annotations.NullMarked;

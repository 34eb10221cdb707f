/** How a client command ends: six exit statuses, one exception type, and what is printed on standard error. */
@NullMarked
package dev.millrace.standalone.client.exit;

import org.jspecify.annotations.NullMarked;

/** Lists tools, and changes them where the operator allows it. */
@NullMarked
package dev.millrace.api.tools;

import org.jspecify.annotations.NullMarked;

/** What an attempt says of itself while it runs. */
@NullMarked
package dev.millrace.model.lifecycle.progress;

import org.jspecify.annotations.NullMarked;

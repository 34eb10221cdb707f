/** Configuration: read once from the environment, every error reported together, and described for the documentation. */
@NullMarked
package dev.millrace.model.config;

import org.jspecify.annotations.NullMarked;

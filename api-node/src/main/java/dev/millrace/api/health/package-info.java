/** Says whether the node lives, can work, and how its surroundings do. */
@NullMarked
package dev.millrace.api.health;

import org.jspecify.annotations.NullMarked;

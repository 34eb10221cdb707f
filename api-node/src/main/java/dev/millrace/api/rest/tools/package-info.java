/** Tools over HTTP: lists them, and changes them where the operator allows it. */
@NullMarked
package dev.millrace.api.rest.tools;

import org.jspecify.annotations.NullMarked;

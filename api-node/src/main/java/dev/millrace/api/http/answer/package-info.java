/**
 * What a handler answers: JSON, text and content of any length, compressed where that helps, sent without a waiting thread.
 */
@NullMarked
package dev.millrace.api.http.answer;

import org.jspecify.annotations.NullMarked;

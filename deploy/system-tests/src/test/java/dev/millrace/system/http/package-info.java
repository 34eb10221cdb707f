/** The HTTP API as a caller sees it who has nothing of Millrace's code: requests, answers, event streams. */
@NullMarked
package dev.millrace.system.http;

import org.jspecify.annotations.NullMarked;

/** Millrace's HTTP API as the client sees it: requests, refusals, and event streams that survive a broken connection. */
@NullMarked
package dev.millrace.standalone.client.server;

import org.jspecify.annotations.NullMarked;

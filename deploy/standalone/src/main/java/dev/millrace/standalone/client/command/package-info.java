/** What all client commands share: the server they talk to and the two streams they write to. */
@NullMarked
package dev.millrace.standalone.client.command;

import org.jspecify.annotations.NullMarked;

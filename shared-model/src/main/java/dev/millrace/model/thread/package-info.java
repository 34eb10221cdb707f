/**
 * Threads that live as long as their node. None of them dies alone: what their work throws, errors included, is logged and
 * survived, after a pause; what cannot be survived ends the process with a message. And all of them are known, so that
 * health can say which of them does not get on.
 */
@NullMarked
package dev.millrace.model.thread;

import org.jspecify.annotations.NullMarked;

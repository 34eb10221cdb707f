/**
 * Bytes that come from clients and go to them: bodies are collected and answers written without holding a thread, within
 * bounds of time, rate and memory. It knows Jetty, and nothing of routes.
 */
@NullMarked
package dev.millrace.api.http.transfer;

import org.jspecify.annotations.NullMarked;

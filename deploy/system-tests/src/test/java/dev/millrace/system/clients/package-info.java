/**
 * What strangers do with the OpenAPI document that a node serves: lint it, and generate clients from it, which then run a
 * job. {@code deploy/clients} has how it is done, and a program for each client.
 */
@NullMarked
package dev.millrace.system.clients;

import org.jspecify.annotations.NullMarked;

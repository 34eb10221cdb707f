/** What lies between the client and a server: proxies, certificates, passwords. */
@NullMarked
package dev.millrace.standalone.client.network;

import org.jspecify.annotations.NullMarked;

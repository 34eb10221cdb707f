/** Events over HTTP: pages of one job's, and streams that go on live, with none missed and none twice. */
@NullMarked
package dev.millrace.api.rest.events;

import org.jspecify.annotations.NullMarked;

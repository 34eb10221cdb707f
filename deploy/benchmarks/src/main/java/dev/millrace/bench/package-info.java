/**
 * {@code millrace bench}: measures Millrace and reports. A {@link dev.millrace.bench.scenario.Scenario} does something many
 * times over to the {@link dev.millrace.bench.subject.Subject}, through the API ({@link dev.millrace.bench.api}) or at the
 * queue by itself ({@link dev.millrace.bench.queue}), and gives {@link dev.millrace.bench.report.Measurement}s. The clock
 * of this process, of Postgres and of the tools must be the same, so everything has to run on one machine.
 */
@NullMarked
package dev.millrace.bench;

import org.jspecify.annotations.NullMarked;

/**
 * The programs under test as processes: started from the built jars with the options that the images give them, logged to
 * {@code target/process-logs}, and gone when the test is.
 */
@NullMarked
package dev.millrace.system.process;

import org.jspecify.annotations.NullMarked;

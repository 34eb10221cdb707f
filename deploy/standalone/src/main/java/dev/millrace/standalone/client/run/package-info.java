/** {@code millrace run}: turns {@code -p name=value} into the parameters the tool's schema asks for, and submits the job. */
@NullMarked
package dev.millrace.standalone.client.run;

import org.jspecify.annotations.NullMarked;

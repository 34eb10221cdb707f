/** Rules of uniqueness as tools, requests and jobs have them in JSON, and the key that a rule makes of a job. */
@NullMarked
package dev.millrace.model.unique;

import org.jspecify.annotations.NullMarked;

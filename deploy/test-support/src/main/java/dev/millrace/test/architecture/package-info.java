/** The rules of the house that every module keeps, checked on its compiled classes. */
@NullMarked
package dev.millrace.test.architecture;

import org.jspecify.annotations.NullMarked;

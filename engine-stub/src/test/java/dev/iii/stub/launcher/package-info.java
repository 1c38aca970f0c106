/** Tests of the program. */
@NullMarked
package dev.iii.stub.launcher;

import org.jspecify.annotations.NullMarked;

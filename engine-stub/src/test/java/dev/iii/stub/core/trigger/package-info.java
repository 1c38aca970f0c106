/** Tests of triggers. */
@NullMarked
package dev.iii.stub.core.trigger;

import org.jspecify.annotations.NullMarked;

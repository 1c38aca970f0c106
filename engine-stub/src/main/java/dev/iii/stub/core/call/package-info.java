/** Calls as values: what is called, in which trace, and how it ended. */
@NullMarked
package dev.iii.stub.core.call;

import org.jspecify.annotations.NullMarked;

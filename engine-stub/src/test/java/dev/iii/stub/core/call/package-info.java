/** The core by tables: frames in, frames out, with a clock and ids that the test owns. */
@NullMarked
package dev.iii.stub.core.call;

import org.jspecify.annotations.NullMarked;

/** A client of the engine without an SDK, to compare the SDK with. */
@NullMarked
package dev.iii.peers;

import org.jspecify.annotations.NullMarked;

/** Streams of the engine: items by stream, group and id, and what happens to them. */
@NullMarked
package dev.iii.sdk.stream;

import org.jspecify.annotations.NullMarked;

/** The streams of the engine: items by stream, group and id, and the events of their changes. */
@NullMarked
package dev.iii.sdk.stream;

import org.jspecify.annotations.NullMarked;

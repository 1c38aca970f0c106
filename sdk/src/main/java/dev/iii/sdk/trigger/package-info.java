/** What makes the engine call a function: one builder for each trigger type, and {@link Trigger} for all others. */
@NullMarked
package dev.iii.sdk.trigger;

import org.jspecify.annotations.NullMarked;

/**
 * Triggers: event sources of the engine that call functions. There is one builder for each built-in trigger type;
 * {@link dev.iii.sdk.trigger.Trigger#of} covers all other types.
 */
@NullMarked
package dev.iii.sdk.trigger;

import org.jspecify.annotations.NullMarked;

/**
 * Event sourcing on the state of the engine: an aggregate decides about commands, its events are appended to the log of one
 * stream, and everything else is derived from the log. Start at {@link dev.iii.eventsourcing.EventSourcing}.
 */
@NullMarked
package dev.iii.eventsourcing;

import org.jspecify.annotations.NullMarked;

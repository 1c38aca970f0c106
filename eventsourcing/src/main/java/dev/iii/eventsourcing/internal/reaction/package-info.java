/** Runs code at least once for certain events. */
@NullMarked
package dev.iii.eventsourcing.internal.reaction;

import org.jspecify.annotations.NullMarked;

/** Reads the marks of streams that have grown. */
@NullMarked
package dev.iii.eventsourcing.internal.journal;

import org.jspecify.annotations.NullMarked;

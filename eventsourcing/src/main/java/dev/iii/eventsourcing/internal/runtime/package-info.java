/** Assembles the parts and connects them with a worker. */
@NullMarked
package dev.iii.eventsourcing.internal.runtime;

import org.jspecify.annotations.NullMarked;

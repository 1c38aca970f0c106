/** Computes views from the logs and keeps them up to date. */
@NullMarked
package dev.iii.eventsourcing.internal.projection;

import org.jspecify.annotations.NullMarked;

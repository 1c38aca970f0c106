/** Stores the logs in the state of the engine: keys, scopes and the JSON of the values. */
@NullMarked
package dev.iii.eventsourcing.internal.store;

import org.jspecify.annotations.NullMarked;

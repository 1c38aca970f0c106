/**
 * Tells people that an item runs low, once for each time that it comes to its threshold.
 *
 * <p>A projection of its own sees the crossing ({@link dev.iii.example.inventory.notify.LowStock}), because only who reads
 * the events in order knows what was before. It writes the alert down as open and calls {@code notify::low-stock} without
 * waiting for an answer; nobody's sale depends on it. The call may be lost, so open alerts are sent again; it may come
 * twice, so the notifier lets only the first one through. The id of an alert is the id of the event that caused it.
 */
@NullMarked
package dev.iii.example.inventory.notify;

import org.jspecify.annotations.NullMarked;

/**
 * Low-stock alerts. An alert is created each time the stock of an item falls to its threshold or below.
 *
 * <p>A separate projection ({@link dev.iii.example.inventory.notify.LowStock}) detects that the stock has reached the
 * threshold, because only a reader that sees the events in order knows the previous stock. It stores an open alert and calls
 * {@code notify::low-stock} without waiting for a result, so that a sale does not depend on the alert.
 *
 * <p>The call may be lost, so open alerts are sent again. The call may be duplicated, so only the first call delivers the
 * alert. The id of an alert is the id of the event that caused it.
 */
@NullMarked
package dev.iii.example.inventory.notify;

import org.jspecify.annotations.NullMarked;

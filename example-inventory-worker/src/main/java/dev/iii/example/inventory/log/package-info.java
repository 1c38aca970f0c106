/**
 * The event log. Each SKU has a separate, append-only log in the engine's state. The logs are the only source of truth.
 *
 * <p><b>Why it cannot oversell.</b> The engine has no compare-and-set (engine behaviour, section 9). It has an update that
 * is atomic on one key, appends to an array in one order, and returns the resulting value. This is sufficient:
 *
 * <ul>
 *   <li>Each event carries its number, which is the number of the last event plus one.
 *   <li>An entry counts as an event only if it is the first entry in the log with the next number.
 *   <li>All readers apply this rule and get the same result. Two buyers can therefore never both buy the last unit, even if
 *       different processes serve them.
 *   <li>An append that is repeated because its result was lost counts once.
 * </ul>
 *
 * <p><b>Why it stays fast.</b> An update returns the whole value. A log is therefore divided into segments with a fixed
 * number of entries. Each segment starts with a snapshot: the item and the number of the last event before the segment. The
 * cost of a command does not grow with the history.
 *
 * <p><b>Scopes in the state.</b> {@code inventory-log} contains the segments; the key is {@code SKU/number}. {@code
 * inventory-log-heads} contains one entry per SKU, which says at which segment to start the search for the newest segment.
 */
@NullMarked
package dev.iii.example.inventory.log;

import org.jspecify.annotations.NullMarked;

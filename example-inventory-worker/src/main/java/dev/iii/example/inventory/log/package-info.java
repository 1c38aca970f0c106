/**
 * The event log in the engine's state: one for each SKU, append-only, and the only place that is believed.
 *
 * <p><b>Why it cannot oversell.</b> The engine has no compare-and-set (engine behaviour, section 9). It has an update that
 * is atomic on one key, puts appends into one order and answers with the value that they have led to. That is enough: an
 * event says which number it wants to have, the next one, and counts only when it is the first in the log that wants it.
 * Whoever reads the log comes to the same result, so two buyers can never both have the last piece, whatever process
 * they are in, and an append that was made twice because its answer was lost counts once.
 *
 * <p><b>Why it stays quick.</b> An update answers with the whole value, so a log is cut into segments of a fixed number of
 * entries. A segment begins with a snapshot of what was before it: the item and the number of the last event. What a
 * command costs does not grow with the history.
 *
 * <p>In the state {@code inventory-log} has the segments, by {@code SKU/number}; {@code
 * inventory-log-heads} has one entry for each SKU that tells where to begin to look for its newest segment.
 */
@NullMarked
package dev.iii.example.inventory.log;

import org.jspecify.annotations.NullMarked;

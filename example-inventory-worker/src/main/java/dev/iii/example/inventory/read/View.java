package dev.iii.example.inventory.read;

import dev.iii.example.inventory.log.Position;
import dev.iii.sdk.json.Json;

/**
 * The stored value of one SKU in one view. Immutable.
 *
 * @param position the position in the log up to which the value is current
 * @param value the value that the projection has calculated from the events up to this position
 */
record View(Position position, Json value) {}

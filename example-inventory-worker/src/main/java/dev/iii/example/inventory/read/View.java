package dev.iii.example.inventory.read;

import dev.iii.example.inventory.log.Position;
import dev.iii.sdk.json.Json;

/**
 * What stands in the state for one SKU in one view.
 *
 * @param position how far in the log this is true
 * @param value what the projection has made of the events up to there
 */
record View(Position position, Json value) {}

package dev.iii.example.inventory.log;

import dev.iii.example.inventory.domain.Item;
import org.jspecify.annotations.Nullable;

/**
 * The end of the log of one SKU at the time of a read or an append. Immutable.
 *
 * @param sku the SKU of the log
 * @param segment the number of the newest segment
 * @param isFull {@code true} if the next event needs a new segment
 * @param seq the number of the last event, or 0 if the log is empty
 * @param item the item after all events, or {@code null} if the log is empty
 */
public record Head(
        String sku,
        int segment,
        boolean isFull,
        long seq,
        @Nullable Item item) {

    static Head empty(String sku) {
        return new Head(sku, 0, false, 0, null);
    }
}

package dev.iii.example.inventory.log;

import dev.iii.example.inventory.domain.Item;
import org.jspecify.annotations.Nullable;

/**
 * The end of the log of one SKU, at the moment at which it was read.
 *
 * @param segment the newest segment
 * @param isFull whether the next event needs a new segment
 * @param seq the last event, 0 when there is none
 * @param item what all events together have made of the item; {@code null} when there is none
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

package dev.iii.example.inventory.read;

/**
 * The figures of one SKU.
 *
 * @param added how many have ever come in
 * @param sold how many have gone out
 * @param sales in how many sales
 * @param revenueCents for how much, each at the price of its day
 * @param stock how many are there
 * @param stockValueCents what they are worth at the price of today
 */
public record ItemStats(
        String sku, long added, long sold, long sales, long revenueCents, long stock, long stockValueCents) {

    static ItemStats none(String sku) {
        return new ItemStats(sku, 0, 0, 0, 0, 0, 0);
    }

    ItemStats plusAdded(long quantity, long priceCents) {
        long there = stock + quantity;
        return new ItemStats(sku, added + quantity, sold, sales, revenueCents, there, there * priceCents);
    }

    /** The price of a sale is the price of today: only an addition changes it. */
    ItemStats plusSold(long quantity, long priceCents) {
        long left = stock - quantity;
        return new ItemStats(
                sku, added, sold + quantity, sales + 1, revenueCents + quantity * priceCents, left, left * priceCents);
    }
}

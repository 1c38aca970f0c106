package dev.iii.example.inventory.read;

/**
 * The statistics of one SKU. Immutable.
 *
 * @param sku the SKU of the item
 * @param added the number of units that were added
 * @param sold the number of units that were sold
 * @param sales the number of sales
 * @param revenueCents the revenue at the prices of the sales, in cents
 * @param stock the number of units in stock
 * @param stockValueCents the value of the stock at the current price, in cents
 */
public record ItemStats(
        String sku, long added, long sold, long sales, long revenueCents, long stock, long stockValueCents) {

    static ItemStats none(String sku) {
        return new ItemStats(sku, 0, 0, 0, 0, 0, 0);
    }

    ItemStats plusAdded(long quantity, long priceCents) {
        long total = stock + quantity;
        return new ItemStats(sku, added + quantity, sold, sales, revenueCents, total, total * priceCents);
    }

    /** Adds a sale. Its price is the current price of the item, because only an added item changes the price. */
    ItemStats plusSold(long quantity, long priceCents) {
        long left = stock - quantity;
        return new ItemStats(
                sku, added, sold + quantity, sales + 1, revenueCents + quantity * priceCents, left, left * priceCents);
    }
}

package dev.iii.example.inventory.domain;

/**
 * The state of one item after all its events. Immutable.
 *
 * @param sku the identifier of the item
 * @param name the name of the item
 * @param stock the number of units in stock, never negative
 * @param priceCents the price of one unit, in cents
 * @param lowStockThreshold the stock is low if it is at or below this number
 */
public record Item(String sku, String name, long stock, long priceCents, long lowStockThreshold) {

    /** Returns {@code true} if the stock is at or below the threshold. */
    public boolean hasLowStock() {
        return stock <= lowStockThreshold;
    }
}

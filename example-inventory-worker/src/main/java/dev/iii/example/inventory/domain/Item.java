package dev.iii.example.inventory.domain;

/**
 * The state of one item after all its events. Immutable.
 *
 * @param name the name of the item; empty if the item does not exist
 * @param stock the number of units in stock, never negative
 * @param priceCents the price of one unit, in cents
 * @param lowStockThreshold the stock is low if it is at or below this number
 * @param discontinued {@code true} if the item is no longer sold
 */
public record Item(String name, long stock, long priceCents, long lowStockThreshold, boolean discontinued) {

    /** An item that does not exist yet. */
    public static final Item NONE = new Item("", 0, 0, Inventory.DEFAULT_THRESHOLD, false);

    /** Returns {@code true} if the item was added. */
    public boolean exists() {
        return !name.isEmpty();
    }

    /** Returns {@code true} if the item can be sold. */
    public boolean canBeSold() {
        return exists() && !discontinued;
    }

    /** Returns {@code true} if the stock is at or below the threshold. */
    public boolean hasLowStock() {
        return stock <= lowStockThreshold;
    }

    /** Returns {@code true} if the stock is low, and was not in the state before. A new item with low stock is not newly low. */
    public boolean isNewlyLow(Item before) {
        return before.exists() && !before.hasLowStock() && hasLowStock();
    }

    Item withStock(long units) {
        return new Item(name, units, priceCents, lowStockThreshold, discontinued);
    }
}

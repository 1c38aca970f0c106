package dev.iii.example.inventory.domain;

/**
 * A change of an item that has happened. Immutable. Events are stored permanently, so later versions of these records must
 * still be able to read older events.
 */
public sealed interface Event {

    /** Returns the SKU of the item. */
    String sku();

    /**
     * An event: units of an item were added.
     *
     * @param sku the SKU of the item
     * @param name the new name
     * @param quantity the number of added units
     * @param priceCents the new price of one unit, in cents
     * @param lowStockThreshold the new threshold: the stock is low if it is at or below this number
     */
    record ItemAdded(String sku, String name, long quantity, long priceCents, long lowStockThreshold)
            implements Event {}

    /**
     * An event: units of an item were sold. The event contains the price, because the price of the item may change later.
     *
     * @param sku the SKU of the item
     * @param quantity the number of sold units
     * @param priceCents the price of one unit at the time of the sale, in cents
     */
    record ItemSold(String sku, long quantity, long priceCents) implements Event {}
}

package dev.iii.example.inventory.domain;

/**
 * A change of an item that has happened. Immutable. Events are stored permanently, so later versions of these records must
 * still be able to read older events. The log of an item contains only its own events, so they do not contain the SKU.
 */
public sealed interface Event {

    /**
     * An event: units of an item were added, and the item has this name, price and threshold.
     *
     * @param name the new name
     * @param quantity the number of added units
     * @param priceCents the new price of one unit, in cents
     * @param lowStockThreshold the new threshold: the stock is low if it is at or below this number
     */
    record ItemAdded(String name, long quantity, long priceCents, long lowStockThreshold) implements Event {}

    /**
     * An event: units of an item were added.
     *
     * @param quantity the number of added units
     */
    record ItemRestocked(long quantity) implements Event {}

    /**
     * An event: the price of an item has changed.
     *
     * @param priceCents the new price of one unit, in cents
     */
    record PriceAdjusted(long priceCents) implements Event {}

    /**
     * An event: units of an item were sold. The event contains the price, because the price of the item may change later.
     *
     * @param quantity the number of sold units
     * @param priceCents the price of one unit at the time of the sale, in cents
     */
    record ItemSold(long quantity, long priceCents) implements Event {}

    /** An event: the item is no longer sold. */
    record ItemDiscontinued() implements Event {}
}

package dev.iii.example.inventory.domain;

/**
 * A change of an item that has happened. Events are stored permanently, so later versions of these records must still be able to
 * read older events. The log of an item contains only its own events, so they do not contain the SKU. Prices are for one unit, in
 * cents. Immutable.
 */
public sealed interface Event {

    /** An event: units of an item were added, and the item has this name, price and threshold. */
    record ItemAdded(String name, long quantity, long priceCents, long lowStockThreshold) implements Event {}

    /** An event: units of an item were added. */
    record ItemRestocked(long quantity) implements Event {}

    /** An event: the price of an item has changed. */
    record PriceAdjusted(long priceCents) implements Event {}

    /** An event: units of an item were sold at this price. The price of the item may change later. */
    record ItemSold(long quantity, long priceCents) implements Event {}

    /** An event: the item is no longer sold. */
    record ItemDiscontinued() implements Event {}
}

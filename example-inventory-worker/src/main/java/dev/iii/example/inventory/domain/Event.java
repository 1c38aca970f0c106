package dev.iii.example.inventory.domain;

/** What has happened. Events are kept for ever, so they are only ever added to, never changed. */
public sealed interface Event {

    /** The item that it happened to. */
    String sku();

    /**
     * Some of an item came in.
     *
     * @param quantity how many came in
     * @param priceCents the price of one from now on
     * @param lowStockThreshold stock is low at so many or fewer from now on
     */
    record ItemAdded(String sku, String name, long quantity, long priceCents, long lowStockThreshold)
            implements Event {}

    /**
     * Some of an item went out. The price stands in the event, because the item may cost something else tomorrow.
     *
     * @param quantity how many went out
     * @param priceCents what one of them cost
     */
    record ItemSold(String sku, long quantity, long priceCents) implements Event {}
}

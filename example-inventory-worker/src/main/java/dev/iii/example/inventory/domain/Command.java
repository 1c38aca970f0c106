package dev.iii.example.inventory.domain;

/** What somebody wants to happen. It may be refused. */
public sealed interface Command {

    /** The item that it is about. */
    String sku();

    /**
     * Puts an item into the shop, or more of one that is there; name, price and threshold are from now on as given here.
     *
     * @param quantity how many come in, at least 1
     * @param priceCents the price of one, in the smallest unit of the currency: money is never a fraction
     * @param lowStockThreshold stock is low at so many or fewer
     */
    record AddItem(String sku, String name, long quantity, long priceCents, long lowStockThreshold)
            implements Command {}

    /**
     * Sells some of an item, all of them or none.
     *
     * @param quantity how many, at least 1
     */
    record SellItem(String sku, long quantity) implements Command {}
}

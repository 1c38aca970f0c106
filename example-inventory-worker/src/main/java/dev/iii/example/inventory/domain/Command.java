package dev.iii.example.inventory.domain;

/** A request to change an item. {@link Inventory#decide} accepts or refuses it. Immutable. */
public sealed interface Command {

    /** Returns the SKU of the item. */
    String sku();

    /**
     * A command that adds units of an item and creates the item if it does not exist. It also sets the name, the price and
     * the threshold of the item.
     *
     * @param sku the SKU of the item
     * @param name the new name
     * @param quantity the number of added units, at least 1
     * @param priceCents the new price of one unit, in the smallest unit of the currency, so that it is a whole number
     * @param lowStockThreshold the new threshold: the stock is low if it is at or below this number
     */
    record AddItem(String sku, String name, long quantity, long priceCents, long lowStockThreshold)
            implements Command {}

    /**
     * A command that sells units of an item. It sells either the whole quantity or nothing.
     *
     * @param sku the SKU of the item
     * @param quantity the number of sold units, at least 1
     */
    record SellItem(String sku, long quantity) implements Command {}
}

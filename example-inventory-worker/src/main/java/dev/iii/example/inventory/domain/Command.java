package dev.iii.example.inventory.domain;

import org.jspecify.annotations.Nullable;

/** A request to change an item. {@link Inventory#decide} accepts or refuses it. Immutable. */
public sealed interface Command {

    /** Returns the SKU of the item. */
    String sku();

    /**
     * A command that adds units of an item and creates the item if it does not exist. It also sets the name and the price, and
     * offers a discontinued item again.
     *
     * @param sku the SKU of the item
     * @param name the new name
     * @param quantity the number of added units, at least 1
     * @param priceCents the new price of one unit, in the smallest unit of the currency, so that it is a whole number
     * @param lowStockThreshold the new threshold: the stock is low if it is at or below this number; {@code null} to keep the
     *     threshold, which is {@link Inventory#DEFAULT_THRESHOLD} for a new item
     */
    record AddItem(
            String sku,
            String name,
            long quantity,
            long priceCents,
            @Nullable Long lowStockThreshold) implements Command {}

    /**
     * A command that adds units of an item and changes nothing else.
     *
     * @param sku the SKU of the item
     * @param quantity the number of added units, at least 1
     */
    record RestockItem(String sku, long quantity) implements Command {}

    /**
     * A command that changes the price of an item.
     *
     * @param sku the SKU of the item
     * @param priceCents the new price of one unit, in cents
     */
    record AdjustPrice(String sku, long priceCents) implements Command {}

    /**
     * A command that sells units of an item. It sells either the whole quantity or nothing.
     *
     * @param sku the SKU of the item
     * @param quantity the number of sold units, at least 1
     * @param expectedPriceCents the price that the buyer has seen, in cents; {@code null} to buy at any price
     */
    record SellItem(String sku, long quantity, @Nullable Long expectedPriceCents) implements Command {}

    /**
     * A command that ends the sale of an item. Its remaining units stay in stock.
     *
     * @param sku the SKU of the item
     */
    record DiscontinueItem(String sku) implements Command {}
}

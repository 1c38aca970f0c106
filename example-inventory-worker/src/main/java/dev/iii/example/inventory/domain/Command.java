package dev.iii.example.inventory.domain;

import org.jspecify.annotations.Nullable;

/**
 * A request to change an item. {@link Inventory#decide} accepts or refuses it. Quantities are at least 1. Prices are for one unit,
 * in the smallest unit of the currency, so that they are whole numbers. Immutable.
 */
public sealed interface Command {

    /** Returns the SKU of the item. */
    String sku();

    /**
     * A command that adds units of an item and creates the item if it does not exist. It also sets the name and the price, and
     * offers a discontinued item again. Without a threshold, the item keeps the one that it has; a new item gets {@link
     * Inventory#DEFAULT_THRESHOLD}.
     */
    record AddItem(
            String sku,
            String name,
            long quantity,
            long priceCents,
            @Nullable Long lowStockThreshold) implements Command {}

    /** A command that adds units of an item and changes nothing else. */
    record RestockItem(String sku, long quantity) implements Command {}

    /** A command that changes the price of an item. */
    record AdjustPrice(String sku, long priceCents) implements Command {}

    /**
     * A command that sells units of an item: either the whole quantity or nothing. The expected price is the one that the buyer
     * has seen; without it, the item is sold at any price.
     */
    record SellItem(String sku, long quantity, @Nullable Long expectedPriceCents) implements Command {}

    /** A command that ends the sale of an item. Its remaining units stay in stock. */
    record DiscontinueItem(String sku) implements Command {}
}

package dev.iii.example.inventory.domain;

import dev.iii.example.inventory.domain.Command.AddItem;
import dev.iii.example.inventory.domain.Command.SellItem;
import dev.iii.example.inventory.domain.Decision.Accepted;
import dev.iii.example.inventory.domain.Decision.Reason;
import dev.iii.example.inventory.domain.Decision.Refused;
import dev.iii.example.inventory.domain.Event.ItemAdded;
import dev.iii.example.inventory.domain.Event.ItemSold;
import org.jspecify.annotations.Nullable;

/** The business rules as pure functions. An item that does not exist yet is {@code null}. */
public final class Inventory {

    /** The maximum stock of one item. Its value in cents at the highest price is far below the maximum of a {@code long}. */
    public static final long MAX_STOCK = 10_000_000;

    private Inventory() {}

    /** Decides whether a command is allowed for the current item, which is {@code null} if it does not exist. */
    public static Decision decide(@Nullable Item item, Command command) {
        if (command instanceof AddItem add) {
            return add(item, add);
        }
        if (command instanceof SellItem sell) {
            return sell(item, sell);
        }
        throw new IllegalStateException("there is no rule for the command " + command);
    }

    private static Decision add(@Nullable Item item, AddItem add) {
        long stock = item == null ? 0 : item.stock();
        if (add.quantity() > MAX_STOCK - stock) {
            return new Refused(
                    Reason.TOO_MUCH_STOCK,
                    "the stock of " + add.sku() + " can be at most " + MAX_STOCK + "; it is " + stock + " now");
        }
        return new Accepted(
                new ItemAdded(add.sku(), add.name(), add.quantity(), add.priceCents(), add.lowStockThreshold()));
    }

    private static Decision sell(@Nullable Item item, SellItem sell) {
        if (item == null) {
            return new Refused(Reason.UNKNOWN_SKU, "there is no item " + sell.sku());
        }
        if (sell.quantity() > item.stock()) {
            return new Refused(
                    Reason.NOT_ENOUGH_STOCK,
                    item.stock() == 0
                            ? sell.sku() + " is sold out"
                            : "only " + item.stock() + " of " + sell.sku() + " left");
        }
        return new Accepted(new ItemSold(sell.sku(), sell.quantity(), item.priceCents()));
    }

    /**
     * Applies an event to an item and returns the new item. Checks no business rules, because the event has already
     * happened.
     *
     * @param item the item before the event, or {@code null} if it does not exist
     * @throws IllegalArgumentException if the event is a sale of an item that does not exist
     */
    public static Item fold(@Nullable Item item, Event event) {
        if (event instanceof ItemAdded added) {
            long stock = item == null ? 0 : item.stock();
            return new Item(
                    added.sku(), added.name(), stock + added.quantity(), added.priceCents(), added.lowStockThreshold());
        }
        if (event instanceof ItemSold sold && item != null) {
            return new Item(
                    item.sku(),
                    item.name(),
                    item.stock() - sold.quantity(),
                    item.priceCents(),
                    item.lowStockThreshold());
        }
        throw new IllegalArgumentException("the event " + event + " cannot be applied to the item " + item);
    }
}

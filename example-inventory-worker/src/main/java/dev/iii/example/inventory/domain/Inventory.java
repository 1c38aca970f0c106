package dev.iii.example.inventory.domain;

import dev.iii.example.inventory.domain.Command.AddItem;
import dev.iii.example.inventory.domain.Command.SellItem;
import dev.iii.example.inventory.domain.Decision.Accepted;
import dev.iii.example.inventory.domain.Decision.Reason;
import dev.iii.example.inventory.domain.Decision.Refused;
import dev.iii.example.inventory.domain.Event.ItemAdded;
import dev.iii.example.inventory.domain.Event.ItemSold;
import org.jspecify.annotations.Nullable;

/** The rules. An item that nobody has added yet is {@code null}. */
public final class Inventory {

    /** The most of one item that the shop holds. With the largest price the worth of it is far from the end of a long. */
    public static final long MAX_STOCK = 10_000_000;

    private Inventory() {}

    /** Whether a command may happen to an item as it is now. Changes nothing. */
    public static Decision decide(@Nullable Item item, Command command) {
        if (command instanceof AddItem add) {
            return add(item, add);
        }
        if (command instanceof SellItem sell) {
            return sell(item, sell);
        }
        throw new IllegalStateException("no rule for " + command);
    }

    private static Decision add(@Nullable Item item, AddItem add) {
        long stock = item == null ? 0 : item.stock();
        if (add.quantity() > MAX_STOCK - stock) {
            return new Refused(
                    Reason.TOO_MUCH_STOCK,
                    "the shop holds at most " + MAX_STOCK + " of " + add.sku() + "; there are " + stock);
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

    /** What an event makes of an item. It asks no questions: what has happened has happened. */
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
        throw new IllegalArgumentException("cannot happen to " + item + ": " + event);
    }
}

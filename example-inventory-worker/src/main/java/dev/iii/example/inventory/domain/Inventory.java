package dev.iii.example.inventory.domain;

import static dev.iii.eventsourcing.Decision.accept;
import static dev.iii.eventsourcing.Decision.refuse;

import dev.iii.eventsourcing.Decider;
import dev.iii.eventsourcing.Decision;

/** The business rules as pure functions. Immutable and thread-safe. */
public final class Inventory implements Decider<Command, Event, Item> {

    /** The maximum stock of one item. Its value in cents at the highest price is far below the maximum of a {@code long}. */
    public static final long MAX_STOCK = 10_000_000;

    /** The threshold of a new item that was added without one. */
    public static final long DEFAULT_THRESHOLD = 5;

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    @Override
    public Item initial() {
        return Item.NONE;
    }

    @Override
    public Decision<Event> decide(Command command, Item item) {
        if (command instanceof Command.AddItem add) {
            return add(add, item);
        }
        if (!item.exists()) {
            return refuse("unknown_sku", NOT_FOUND, "there is no item " + command.sku());
        }
        if (command instanceof Command.DiscontinueItem) {
            return item.discontinued() ? accept() : accept(new Event.ItemDiscontinued());
        }
        if (item.discontinued()) {
            return refuse("discontinued", CONFLICT, command.sku() + " is discontinued");
        }
        if (command instanceof Command.RestockItem restock) {
            return receive(restock.sku(), restock.quantity(), item, new Event.ItemRestocked(restock.quantity()));
        }
        if (command instanceof Command.AdjustPrice adjust) {
            return adjust.priceCents() == item.priceCents()
                    ? accept()
                    : accept(new Event.PriceAdjusted(adjust.priceCents()));
        }
        return sell((Command.SellItem) command, item);
    }

    private static Decision<Event> add(Command.AddItem add, Item item) {
        Long given = add.lowStockThreshold();
        long threshold = given == null ? item.lowStockThreshold() : given;
        Event added = new Event.ItemAdded(add.name(), add.quantity(), add.priceCents(), threshold);
        return receive(add.sku(), add.quantity(), item, added);
    }

    private static Decision<Event> receive(String sku, long quantity, Item item, Event event) {
        return quantity <= MAX_STOCK - item.stock()
                ? accept(event)
                : refuse(
                        "too_much_stock",
                        CONFLICT,
                        "the stock of " + sku + " can be at most " + MAX_STOCK + "; it is " + item.stock() + " now");
    }

    private static Decision<Event> sell(Command.SellItem sell, Item item) {
        Long expected = sell.expectedPriceCents();
        if (expected != null && expected != item.priceCents()) {
            return refuse(
                    "price_changed",
                    CONFLICT,
                    "the price of " + sell.sku() + " is " + item.priceCents() + " cents, not " + expected);
        }
        if (sell.quantity() > item.stock()) {
            boolean none = item.stock() == 0;
            String message =
                    none ? sell.sku() + " is sold out" : "only " + item.stock() + " of " + sell.sku() + " left";
            return refuse("not_enough_stock", CONFLICT, message);
        }
        return accept(new Event.ItemSold(sell.quantity(), item.priceCents()));
    }

    /** Returns the item after an event. Checks no business rules, because the event has already happened. */
    @Override
    public Item evolve(Item item, Event event) {
        if (event instanceof Event.ItemAdded added) {
            return new Item(
                    added.name(),
                    item.stock() + added.quantity(),
                    added.priceCents(),
                    added.lowStockThreshold(),
                    false);
        }
        if (event instanceof Event.ItemRestocked restocked) {
            return item.withStock(item.stock() + restocked.quantity());
        }
        if (event instanceof Event.ItemSold sold) {
            return item.withStock(item.stock() - sold.quantity());
        }
        long price = event instanceof Event.PriceAdjusted adjusted ? adjusted.priceCents() : item.priceCents();
        boolean discontinued = item.discontinued() || event instanceof Event.ItemDiscontinued;
        return new Item(item.name(), item.stock(), price, item.lowStockThreshold(), discontinued);
    }
}

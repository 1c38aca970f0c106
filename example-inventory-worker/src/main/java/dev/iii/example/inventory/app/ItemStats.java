package dev.iii.example.inventory.app;

import dev.iii.eventsourcing.Recorded;
import dev.iii.example.inventory.domain.Event;
import dev.iii.example.inventory.domain.Event.ItemAdded;
import dev.iii.example.inventory.domain.Event.ItemRestocked;
import dev.iii.example.inventory.domain.Event.ItemSold;
import dev.iii.example.inventory.domain.Item;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of one item: a row of the view {@code inventory-stats}. A stored total over all items would be one key that
 * every event changes, and it could not record which events it already includes. Immutable.
 *
 * @param item the item
 * @param added the number of units that were added
 * @param sold the number of units that were sold
 * @param sales the number of sales
 * @param revenueCents the revenue at the prices of the sales, in cents
 */
record ItemStats(Item item, long added, long sold, long sales, long revenueCents) {

    private static final ItemStats NONE = new ItemStats(Item.NONE, 0, 0, 0, 0);

    /** Returns the row after an event. */
    static ItemStats after(@Nullable ItemStats before, Recorded<Event> recorded) {
        ItemStats stats = before == null ? NONE : before;
        Event event = recorded.event();
        Item item = InventoryWorker.ITEM.decider().evolve(stats.item, event);
        if (event instanceof ItemSold sale) {
            long quantity = sale.quantity();
            return new ItemStats(
                    item,
                    stats.added,
                    stats.sold + quantity,
                    stats.sales + 1,
                    stats.revenueCents + quantity * sale.priceCents());
        }
        long units = event instanceof ItemAdded add
                ? add.quantity()
                : event instanceof ItemRestocked restock ? restock.quantity() : 0;
        return new ItemStats(item, stats.added + units, stats.sold, stats.sales, stats.revenueCents);
    }

    /** Returns the value of the stock at the current price, in cents. */
    long stockValueCents() {
        return item.stock() * item.priceCents();
    }
}

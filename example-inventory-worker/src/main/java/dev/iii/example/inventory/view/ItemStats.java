package dev.iii.example.inventory.view;

import dev.iii.eventsourcing.Recorded;
import dev.iii.example.inventory.domain.Event;
import dev.iii.example.inventory.domain.Inventory;
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
 * @param activity what the page shows of the newest events
 */
public record ItemStats(
        Item item,
        long added,
        long sold,
        long sales,
        long revenueCents,
        @Nullable Activity activity) {

    /** The version of the rows. It must be incremented if this record, or what it is computed from, changes. */
    public static final int VERSION = 2;

    private static final Inventory RULES = new Inventory();
    private static final ItemStats NONE = new ItemStats(Item.NONE, 0, 0, 0, 0, Activity.NONE);

    /** Rows of version 1 have no activity. They are served until those of this version are computed. */
    public ItemStats {
        activity = activity == null ? Activity.NONE : activity;
    }

    @Override
    public Activity activity() {
        return activity == null ? Activity.NONE : activity;
    }

    /** Returns the row after an event. */
    public static ItemStats after(@Nullable ItemStats before, Recorded<Event> recorded) {
        ItemStats stats = before == null ? NONE : before;
        Event event = recorded.event();
        Item item = RULES.evolve(stats.item, event);
        long added = event instanceof Event.ItemAdded add
                ? add.quantity()
                : event instanceof Event.ItemRestocked restock ? restock.quantity() : 0;
        Event.ItemSold sale = event instanceof Event.ItemSold sold ? sold : new Event.ItemSold(0, 0);
        return new ItemStats(
                item,
                stats.added + added,
                stats.sold + sale.quantity(),
                stats.sales + (sale.quantity() > 0 ? 1 : 0),
                stats.revenueCents + sale.quantity() * sale.priceCents(),
                stats.activity().after(stats.item, recorded, item, added + sale.quantity()));
    }

    /** Returns the value of the stock at the current price, in cents. */
    public long stockValueCents() {
        return item.stock() * item.priceCents();
    }
}

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
 */
public record ItemStats(Item item, long added, long sold, long sales, long revenueCents) {

    /** The statistics of an item without events. */
    public static final ItemStats NONE = new ItemStats(Item.NONE, 0, 0, 0, 0);

    private static final Inventory RULES = new Inventory();

    /** Returns the row after an event. */
    public static ItemStats after(@Nullable ItemStats before, Recorded<Event> recorded) {
        ItemStats row = before == null ? NONE : before;
        Item item = RULES.evolve(row.item, recorded.event());
        if (recorded.event() instanceof Event.ItemSold sold) {
            long revenue = row.revenueCents + sold.quantity() * sold.priceCents();
            return new ItemStats(item, row.added, row.sold + sold.quantity(), row.sales + 1, revenue);
        }
        long added = item.stock() - row.item.stock();
        return new ItemStats(item, row.added + added, row.sold, row.sales, row.revenueCents);
    }

    /** Returns the value of the stock at the current price, in cents. */
    public long stockValueCents() {
        return item.stock() * item.priceCents();
    }
}

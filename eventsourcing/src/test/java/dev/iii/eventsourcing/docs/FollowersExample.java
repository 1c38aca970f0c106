package dev.iii.eventsourcing.docs;

import dev.iii.eventsourcing.EventSourcing;
import dev.iii.eventsourcing.Projection;
import dev.iii.eventsourcing.Reaction;
import dev.iii.eventsourcing.Recorded;
import dev.iii.eventsourcing.View;
import dev.iii.eventsourcing.docs.InventoryExample.Inventory;
import dev.iii.eventsourcing.docs.InventoryExample.Inventory.Event;
import dev.iii.eventsourcing.docs.InventoryExample.Wiring;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The views and reactions of docs/event-sourcing.md. */
final class FollowersExample {

    private FollowersExample() {}

    static final class Views {

        record Sales(int sold) {}

        private final View<Inventory.Item> items;
        private final View<Sales> sales;

        Views(EventSourcing es) {
            items = es.add(Projection.state(Wiring.ITEM, "inventory-list", 1));
            sales = es.add(Projection.of(Wiring.ITEM, "inventory-sales", 1, Sales.class, Views::count));
        }

        private static Sales count(@Nullable Sales before, Recorded<Event> recorded) {
            int sold = before == null ? 0 : before.sold();
            return recorded.event() instanceof Inventory.Sold sale
                    ? new Sales(sold + sale.quantity())
                    : new Sales(sold);
        }

        View.Page<Inventory.Item> firstPage() {
            return items.page(item -> item.stock() > 0, Comparator.comparing(View.Row::stream), Optional.empty(), 50);
        }

        int total() {
            return sales.fold(0, (sum, row) -> sum + row.value().sold());
        }
    }

    record LowStock(String sku, int left) {}

    static Reaction<Event, Inventory.Item, LowStock> lowStock(Consumer<LowStock> receiver) {
        return Reaction.of(
                Wiring.ITEM,
                "notify::low-stock",
                LowStock.class,
                (before, recorded, after) -> before.stock() >= 5 && after.stock() < 5
                        ? Optional.of(new LowStock(recorded.stream(), after.stock()))
                        : Optional.empty(),
                occasion -> receiver.accept(occasion.value()));
    }
}

package dev.iii.eventsourcing.docs;

import static dev.iii.eventsourcing.Decision.accept;
import static dev.iii.eventsourcing.Decision.refuse;

import dev.iii.eventsourcing.Aggregate;
import dev.iii.eventsourcing.CommandFunction;
import dev.iii.eventsourcing.CommandOptions;
import dev.iii.eventsourcing.Decider;
import dev.iii.eventsourcing.Decision;
import dev.iii.eventsourcing.Done;
import dev.iii.eventsourcing.EventSourcing;
import dev.iii.eventsourcing.Events;
import dev.iii.eventsourcing.History;
import dev.iii.eventsourcing.docs.InventoryExample.Inventory.Event;
import dev.iii.eventsourcing.test.Given;
import dev.iii.sdk.Worker;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.trigger.HttpTrigger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The code of docs/event-sourcing.md. */
final class InventoryExample {

    private InventoryExample() {}

    static final class Inventory implements Decider<Inventory.Command, Event, Inventory.Item> {

        sealed interface Command {
            String sku();
        }

        record Add(String sku, int quantity) implements Command {}

        record Sell(String sku, int quantity) implements Command {}

        sealed interface Event {}

        record Added(int quantity) implements Event {}

        record Sold(int quantity) implements Event {}

        record Item(int stock) {}

        @Override
        public Item initial() {
            return new Item(0);
        }

        @Override
        public Decision<Event> decide(Command command, Item item) {
            if (command instanceof Sell sell) {
                return sell.quantity() <= item.stock()
                        ? accept(new Sold(sell.quantity()))
                        : refuse("not_enough_stock", 409, "only " + item.stock() + " left");
            }
            return accept(new Added(((Add) command).quantity()));
        }

        @Override
        public Item evolve(Item item, Event event) {
            return event instanceof Sold sold
                    ? new Item(item.stock() - sold.quantity())
                    : new Item(item.stock() + ((Added) event).quantity());
        }
    }

    static final class Wiring {

        static final Events<Event> EVENTS = Events.of(Event.class)
                .name(Inventory.Added.class, "item-added", 1)
                .name(Inventory.Sold.class, "item-sold", 1);

        static final Aggregate<Inventory.Command, Event, Inventory.Item> ITEM =
                Aggregate.of("item", new Inventory(), EVENTS).snapshot(Inventory.Item.class, 1);

        record Receipt(String eventId, String sku, int left) {}

        static EventSourcing start(Worker worker) {
            return EventSourcing.on(worker, "inventory")
                    .add(CommandFunction.of(ITEM, "cmd::add-inventory-item", Inventory.Add.class).stream(
                                    Inventory.Add::sku)
                            .http(HttpTrigger.post("/inventory/add")))
                    .add(CommandFunction.of(ITEM, "cmd::sell-item", Inventory.Sell.class).stream(Inventory.Sell::sku)
                            .http(HttpTrigger.post("/inventory/sell"))
                            .answers(
                                    Receipt.class,
                                    done -> new Receipt(
                                            done.events().get(0).id(),
                                            done.stream(),
                                            done.after().stock())))
                    .start();
        }
    }

    static final class InventoryTest {

        @Test
        void sellsNoMoreThanThereIs() {
            Given.of(new Inventory())
                    .events(new Inventory.Added(5), new Inventory.Sold(3))
                    .when(new Inventory.Sell("A-1", 3))
                    .thenRefused("not_enough_stock");
            Given.of(new Inventory())
                    .events(new Inventory.Added(5))
                    .when(new Inventory.Sell("A-1", 3))
                    .then(new Inventory.Sold(3))
                    .thenState(new Inventory.Item(2));
        }
    }

    static int sellOnce(EventSourcing es, String orderId) {
        Done<Inventory.Sell, Event, Inventory.Item> done = es.execute(
                Wiring.ITEM,
                "A-1",
                new Inventory.Sell("A-1", 2),
                CommandOptions.NONE.commandId(orderId).expectedVersion(7));
        return done.after().stock();
    }

    static void printHistory(EventSourcing es) {
        Optional<String> cursor = Optional.empty();
        do {
            History<Event> page = es.history(Wiring.ITEM, "A-1", cursor, 100);
            page.events().forEach(recorded -> System.out.println(recorded.number() + " " + recorded.event()));
            cursor = page.next();
        } while (cursor.isPresent());
    }

    static final class Versions {

        record Received(int quantity, String supplier) implements NewEvent {}

        sealed interface NewEvent {}

        static Json withoutSupplier(Json added) {
            Map<String, Json> fields = new LinkedHashMap<>(added.fields());
            fields.put("supplier", Json.of("unknown"));
            return Json.object(fields);
        }

        static final Events<NewEvent> EVENTS = Events.of(NewEvent.class)
                .name(Received.class, "item-added", 2)
                .upcast("item-added", 1, Versions::withoutSupplier);
    }
}

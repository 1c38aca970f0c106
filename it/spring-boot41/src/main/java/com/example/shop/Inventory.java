package com.example.shop;

import static dev.iii.eventsourcing.Decision.accept;
import static dev.iii.eventsourcing.Decision.refuse;

import dev.iii.eventsourcing.Decider;
import dev.iii.eventsourcing.Decision;
import org.springframework.stereotype.Component;

@Component
public class Inventory implements Decider<Inventory.Command, Inventory.Event, Inventory.Item> {

    public sealed interface Command {}

    public record Add(String sku, int quantity) implements Command {}

    public record Take(String sku, int quantity) implements Command {}

    public sealed interface Event {}

    public record Added(int quantity) implements Event {}

    public record Taken(int quantity) implements Event {}

    public record Item(int stock) {}

    @Override
    public Item initial() {
        return new Item(0);
    }

    @Override
    public Decision<Event> decide(Command command, Item item) {
        if (command instanceof Take take) {
            return take.quantity() <= item.stock()
                    ? accept(new Taken(take.quantity()))
                    : refuse("not_enough_stock", 409, "only " + item.stock() + " left");
        }
        return accept(new Added(((Add) command).quantity()));
    }

    @Override
    public Item evolve(Item item, Event event) {
        return event instanceof Taken taken
                ? new Item(item.stock() - taken.quantity())
                : new Item(item.stock() + ((Added) event).quantity());
    }
}

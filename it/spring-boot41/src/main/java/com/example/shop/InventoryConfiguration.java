package com.example.shop;

import dev.iii.eventsourcing.Aggregate;
import dev.iii.eventsourcing.CommandFunction;
import dev.iii.eventsourcing.EventSourcing;
import dev.iii.eventsourcing.Events;
import dev.iii.eventsourcing.Payload;
import dev.iii.eventsourcing.Payload.Field;
import dev.iii.eventsourcing.Projection;
import dev.iii.eventsourcing.View;
import dev.iii.sdk.Worker;
import dev.iii.sdk.trigger.HttpTrigger;
import java.util.regex.Pattern;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class InventoryConfiguration {

    private static final Field<String> SKU =
            Field.text("sku", Pattern.compile("[A-Z0-9-]{1,20}"), "must be an article number");
    private static final Field<Long> QUANTITY = Field.whole("quantity", 1, 1_000);

    private static final Payload<Inventory.Take> TAKE = Payload.of(Inventory.Take.class, SKU, QUANTITY);

    @Bean
    Aggregate<Inventory.Command, Inventory.Event, Inventory.Item> item(Inventory decider) {
        Events<Inventory.Event> events = Events.of(Inventory.Event.class)
                .name(Inventory.Added.class, "item-added", 1)
                .name(Inventory.Taken.class, "item-taken", 1);
        return Aggregate.of("item", decider, events).snapshot(Inventory.Item.class, 1);
    }

    @Bean
    EventSourcing eventSourcing(Worker worker, Aggregate<Inventory.Command, Inventory.Event, Inventory.Item> item) {
        return EventSourcing.on(worker, "inventory")
                .add(CommandFunction.of(item, "inventory::add", Inventory.Add.class).stream(Inventory.Add::sku))
                .add(CommandFunction.of(item, "inventory::take", TAKE).stream(Inventory.Take::sku)
                        .http(HttpTrigger.post("/inventory/take")));
    }

    @Bean
    View<Inventory.Item> items(
            EventSourcing eventSourcing, Aggregate<Inventory.Command, Inventory.Event, Inventory.Item> item) {
        return eventSourcing.add(Projection.state(item, "inventory-list", 1));
    }
}

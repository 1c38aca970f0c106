package dev.iii.eventsourcing.docs;

import dev.iii.eventsourcing.CommandFunction;
import dev.iii.eventsourcing.Payload;
import dev.iii.eventsourcing.Payload.Field;
import dev.iii.eventsourcing.docs.InventoryExample.Inventory;
import dev.iii.eventsourcing.docs.InventoryExample.Inventory.Event;
import dev.iii.eventsourcing.docs.InventoryExample.Wiring;
import java.util.regex.Pattern;

/** The code of docs/event-sourcing.md about fields with rules. */
final class PayloadExample {

    private PayloadExample() {}

    static final Field<String> SKU =
            Field.text("sku", Pattern.compile("[A-Z0-9-]{1,20}"), "must be 1 to 20 letters, digits or '-'");
    static final Field<Long> QUANTITY = Field.whole("quantity", 1, 1_000);

    static final Payload<Inventory.Sell> SELL = Payload.of(Inventory.Sell.class, SKU, QUANTITY);

    static CommandFunction<Inventory.Sell, Event, Inventory.Item> sell() {
        return CommandFunction.of(Wiring.ITEM, "cmd::sell-item", SELL).stream(Inventory.Sell::sku);
    }
}

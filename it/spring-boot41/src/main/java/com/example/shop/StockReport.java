package com.example.shop;

import dev.iii.eventsourcing.View;
import dev.iii.sdk.annotation.Function;
import org.springframework.stereotype.Component;

@Component
public class StockReport {

    private final View<Inventory.Item> items;

    public StockReport(View<Inventory.Item> items) {
        this.items = items;
    }

    @Function("inventory::total")
    public int total() {
        return items.fold(0, (sum, row) -> sum + row.value().stock());
    }
}

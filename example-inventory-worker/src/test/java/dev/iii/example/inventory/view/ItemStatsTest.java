package dev.iii.example.inventory.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.eventsourcing.Events;
import dev.iii.eventsourcing.Recorded;
import dev.iii.example.inventory.domain.Event;
import dev.iii.example.inventory.domain.Event.ItemAdded;
import dev.iii.example.inventory.domain.Event.ItemDiscontinued;
import dev.iii.example.inventory.domain.Event.ItemRestocked;
import dev.iii.example.inventory.domain.Event.ItemSold;
import dev.iii.example.inventory.domain.Event.PriceAdjusted;
import dev.iii.example.inventory.domain.Item;
import dev.iii.sdk.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ItemStatsTest {

    private static final List<Event> EVENTS = List.of(
            new ItemAdded("Anvil", 10, 250, 5),
            new ItemSold(6, 250),
            new PriceAdjusted(300),
            new ItemRestocked(3),
            new ItemSold(1, 300),
            new ItemDiscontinued());

    private static @Nullable ItemStats row() {
        ItemStats row = null;
        for (int i = 0; i < EVENTS.size(); i++) {
            row = ItemStats.after(
                    row,
                    new Recorded<>(
                            "A",
                            (i + 1) + ".x",
                            i + 1,
                            Instant.EPOCH,
                            new Events.Name("event", 1),
                            EVENTS.get(i),
                            "command",
                            Optional.empty(),
                            Optional.empty()));
        }
        return row;
    }

    @Test
    void unitsSalesAndRevenueAreCounted() {
        assertThat(row()).isEqualTo(new ItemStats(new Item("Anvil", 6, 300, 5, true), 13, 7, 2, 1800));
    }

    @Test
    void aRowIsEqualAfterItWasWrittenAndRead() {
        assertThat(Json.parse(Json.of(row()).text()).as(ItemStats.class)).isEqualTo(row());
    }
}

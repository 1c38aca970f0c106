package dev.iii.example.inventory.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.eventsourcing.Events;
import dev.iii.eventsourcing.Recorded;
import dev.iii.example.inventory.domain.Event;
import dev.iii.example.inventory.domain.Event.ItemAdded;
import dev.iii.example.inventory.domain.Event.ItemRestocked;
import dev.iii.example.inventory.domain.Event.ItemSold;
import dev.iii.example.inventory.page.Activity.Entry;
import dev.iii.sdk.json.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ActivityTest {

    private static final long MINUTE = 60_000;

    private @Nullable Activity row;
    private long number;

    private void happens(long minute, Event event) {
        number++;
        row = Activity.after(
                row,
                new Recorded<>(
                        "A",
                        number + ".x",
                        number,
                        Instant.ofEpochMilli(minute * MINUTE + 7),
                        new Events.Name("event", 1),
                        event,
                        "command",
                        Optional.empty(),
                        Optional.empty()));
    }

    private Activity row() {
        Activity known = row;
        if (known == null) {
            throw new AssertionError("nothing has happened");
        }
        return known;
    }

    @Test
    void theNewestEventsAndTheSalesOfTheHourAreKept() {
        happens(1, new ItemAdded("Anvil", 10, 250, 5));
        happens(2, new ItemSold(6, 200));
        assertThat(row().stats().sold()).isEqualTo(6);
        assertThat(row().newest())
                .containsExactly(
                        new Entry(2, "event", 6, 200, 4, true, 2 * MINUTE + 7),
                        new Entry(1, "event", 10, 250, 10, false, MINUTE + 7));
        assertThat(row().soldPerMinute()).isEqualTo(Map.of(2L, 6L));
    }

    @Test
    void aRowDoesNotGrowWithTheHistory() {
        happens(0, new ItemAdded("Anvil", 10_000, 250, 5));
        for (long minute = 1; minute <= 1_000; minute++) {
            happens(minute, new ItemSold(1, 250));
            happens(minute, new ItemRestocked(1));
            happens(minute, new ItemSold(2, 250));
        }
        assertThat(row().stats().sold()).isEqualTo(3_000);
        assertThat(row().newest()).hasSize(8).first().extracting(Entry::number).isEqualTo(3_001L);
        assertThat(row().soldPerMinute())
                .containsOnlyKeys(LongStream.rangeClosed(941, 1_000).boxed().toList())
                .containsEntry(1_000L, 3L);
        assertThat(Json.of(row()).text()).hasSizeLessThan(2_500);
    }

    @Test
    void aRowIsEqualAfterItWasWrittenAndRead() {
        happens(1, new ItemAdded("Anvil", 10, 250, 5));
        happens(2, new ItemSold(6, 250));
        assertThat(Json.parse(Json.of(row()).text()).as(Activity.class)).isEqualTo(row());
    }
}

package dev.iii.example.inventory.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.example.inventory.domain.Event.ItemAdded;
import dev.iii.example.inventory.domain.Event.ItemSold;
import dev.iii.example.inventory.domain.Item;
import dev.iii.sdk.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SegmentTest {

    private static final Item ITEM = new Item("A", "Anvil", 10, 100, 5);

    private static LoggedEvent added(long seq, String command) {
        return LoggedEvent.of(new ItemAdded("A", "Anvil", 10, 100, 5), seq, command, 0);
    }

    private static LoggedEvent sold(long seq, String command) {
        return LoggedEvent.of(new ItemSold("A", 1, 100), seq, command, 0);
    }

    @Test
    void theFirstEntryWithANumberCounts() {
        Segment segment = new Segment(
                null, List.of(added(1, "a"), sold(2, "b"), sold(2, "late"), sold(2, "b"), sold(3, "c"), sold(1, "d")));
        assertThat(segment.events()).extracting(LoggedEvent::commandId).containsExactly("a", "b", "c");
        assertThat(segment.head("A", 0)).isEqualTo(new Head("A", 0, false, 3, new Item("A", "Anvil", 8, 100, 5)));
    }

    @Test
    void anEntryWhoseNumberIsNotTheNextOneIsIgnored() {
        Segment segment = new Segment(null, List.of(added(1, "a"), sold(3, "c"), sold(2, "b")));
        assertThat(segment.events()).extracting(LoggedEvent::commandId).containsExactly("a", "b");
    }

    @Test
    void aSegmentContinuesAfterItsSnapshot() {
        Segment segment = new Segment(new Segment.Base(32, ITEM), List.of(sold(33, "a"), sold(1, "b")));
        assertThat(segment.head("A", 1)).isEqualTo(new Head("A", 1, false, 33, new Item("A", "Anvil", 9, 100, 5)));
    }

    @Test
    void entriesAfterTheSegmentIsFullAreIgnored() {
        List<LoggedEvent> entries = new ArrayList<>();
        entries.add(added(1, "0"));
        IntStream.range(2, Segment.CAPACITY).forEach(i -> entries.add(sold(2, "duplicate")));
        entries.add(sold(2, "last"));
        entries.add(sold(3, "too late"));
        Segment segment = new Segment(null, entries);
        assertThat(segment.isFull()).isTrue();
        assertThat(segment.events()).extracting(LoggedEvent::seq).containsExactly(1L, 2L);
    }

    @Test
    void anEmptySegmentHasAnEmptyHead() {
        assertThat(new Segment(null, List.of()).head("A", 0)).isEqualTo(Head.empty("A"));
    }

    @Test
    void anEventOfANewerWorkerIsRejected() {
        LoggedEvent newer = new LoggedEvent("A:1", "A", 1, "c", 0, "item-added", 2, Json.parse("{}"));
        assertThatThrownBy(newer::event)
                .hasMessageContaining("A:1 has version 2")
                .hasMessageContaining("newer");
        LoggedEvent other = new LoggedEvent("A:1", "A", 1, "c", 0, "item-stolen", 1, Json.parse("{}"));
        assertThatThrownBy(other::event).hasMessageContaining("item-stolen");
    }

    @Test
    void anEventHasATopicForItsType() {
        assertThat(added(1, "a").topic()).isEqualTo("inventory.item-added");
        assertThat(sold(7, "a").topic()).isEqualTo("inventory.item-sold");
        assertThat(sold(7, "a").id()).isEqualTo("A:7");
        assertThat(Topics.ALL).containsExactly("inventory.item-added", "inventory.item-sold");
    }
}

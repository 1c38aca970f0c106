package dev.iii.example.inventory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.example.inventory.domain.Event;
import dev.iii.example.inventory.domain.Event.ItemAdded;
import dev.iii.example.inventory.domain.Event.ItemSold;
import dev.iii.example.inventory.domain.Item;
import dev.iii.example.inventory.log.EventLog;
import dev.iii.example.inventory.log.Head;
import dev.iii.example.inventory.log.LoggedEvent;
import dev.iii.example.inventory.log.Position;
import dev.iii.example.inventory.log.Slice;
import dev.iii.sdk.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the log on an engine, without the other parts of the inventory. */
class EventLogTest {

    private final Shop shop = new Shop();
    private final EventLog log = shop.log();

    @AfterEach
    void close() {
        shop.close();
    }

    private static LoggedEvent event(Head head, Event event) {
        return LoggedEvent.of(event, head.seq() + 1, UUID.randomUUID().toString(), 1);
    }

    private static Event added() {
        return new ItemAdded("A", "Anvil", 1, 100, 5);
    }

    private Head append(Head head) {
        EventLog.Appended appended = log.append(head, event(head, added()));
        assertThat(appended.won()).isTrue();
        return appended.head();
    }

    private Head fill(int events) {
        Head head = log.head("A");
        for (int i = 0; i < events; i++) {
            head = append(head);
        }
        return head;
    }

    @Test
    void aLogThatDoesNotExistIsEmpty() {
        assertThat(log.head("A").seq()).isZero();
        assertThat(log.head("A").item()).isNull();
        assertThat(log.after("A", Position.START)).isEqualTo(new Slice(List.of(), Position.START, true, false));
        assertThat(log.newest("A", 5)).isEmpty();
        assertThat(log.skus()).isEmpty();
    }

    @Test
    void appendedEventsAreReadUnchanged() {
        Head head = append(log.head("A"));
        LoggedEvent sale = event(head, new ItemSold("A", 1, 100));
        head = log.append(head, sale).head();
        assertThat(log.head("A")).isEqualTo(head);
        assertThat(head.item()).isEqualTo(new Item("A", "Anvil", 0, 100, 5));
        assertThat(log.newest("A", 1)).containsExactly(sale);
        assertThat(log.skus()).containsExactly(new EventLog.Hint("A", 0));
    }

    @Test
    void theSecondAppendWithANumberLoses() {
        Head head = append(log.head("A"));
        LoggedEvent first = event(head, new ItemSold("A", 1, 100));
        LoggedEvent second = event(head, new ItemSold("A", 1, 100));
        assertThat(log.append(head, first).won()).isTrue();
        EventLog.Appended lost = log.append(head, second);
        assertThat(lost.won()).isFalse();
        assertThat(Objects.requireNonNull(lost.head().item()).stock()).isZero();
        assertThat(log.newest("A", 10)).hasSize(2);
    }

    @Test
    void aRepeatedAppendCountsOnce() {
        Head head = append(log.head("A"));
        LoggedEvent event = event(head, added());
        assertThat(log.append(head, event).won()).isTrue();
        EventLog.Appended again = log.append(head, event);
        assertThat(again.won()).isTrue();
        assertThat(again.head().seq()).isEqualTo(2);
    }

    @Test
    void aLongLogIsDividedIntoSegmentsWithoutLoss() {
        Head head = fill(200);
        assertThat(head.seq()).isEqualTo(200);
        assertThat(head.segment()).isEqualTo(6);
        assertThat(log.head("A")).isEqualTo(head);
        List<Long> read = new ArrayList<>();
        Position position = Position.START;
        Slice slice;
        do {
            slice = log.after("A", position);
            slice.events().forEach(e -> read.add(e.seq()));
            position = slice.next();
        } while (!slice.isLast());
        assertThat(read)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 200).boxed().toList());
        assertThat(log.newest("A", 50))
                .extracting(LoggedEvent::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(151, 200).boxed().toList());
    }

    @Test
    void aPositionBeyondTheLogIsDetected() {
        fill(40);
        assertThat(log.after("A", new Position(1, 40)).isCut()).isFalse();
        assertThat(log.after("A", new Position(1, 41)).isCut()).isTrue();
        assertThat(log.after("A", new Position(2, 64)).isCut()).isTrue();
        assertThat(log.after("A", new Position(7, 230)).isCut()).isTrue();
        fill(24);
        assertThat(log.after("A", new Position(2, 64)))
                .isEqualTo(new Slice(List.of(), new Position(2, 64), true, false));
    }

    @Test
    void anAppendToAnOutdatedSegmentLoses() {
        Head old = fill(20);
        Head head = fill(20);
        EventLog.Appended lost = log.append(old, event(old, added()));
        assertThat(lost.won()).isFalse();
        assertThat(log.head("A")).isEqualTo(head);
        // The old segment is full now, so further entries are ignored, even with the right number.
        LoggedEvent right = event(head, added());
        assertThat(log.append(old, right).won()).isFalse();
        assertThat(log.head("A")).isEqualTo(head);
        append(head);
    }

    @Test
    void anOutdatedHintStillLeadsToTheEndOfTheLog() {
        Head head = fill(100);
        shop.customer.state().set(EventLog.HEADS, "A", new EventLog.Hint("A", 0));
        assertThat(log.head("A")).isEqualTo(head);
    }

    /** The worker was killed between the hint and the first append. */
    @Test
    void aHintWithoutALogIsAnEmptyLog() {
        shop.customer.state().set(EventLog.HEADS, "A", new EventLog.Hint("A", 0));
        assertThat(log.head("A").seq()).isZero();
        append(log.head("A"));
    }

    /** The worker was killed between the first append to a new segment and its hint. */
    @Test
    void aSegmentWithoutAHintIsFound() {
        Head head = fill(33);
        shop.customer.state().set(EventLog.HEADS, "A", new EventLog.Hint("A", 0));
        assertThat(log.head("A").segment()).isEqualTo(1);
        append(head);
    }

    /** An engine that keeps its state in memory was restarted, so a remembered end of the log is invalid. */
    @Test
    void aLostLogStartsAgainAtTheBeginning() {
        Head head = fill(40);
        shop.customer.state().delete(EventLog.HEADS, "A");
        shop.customer.state().delete(EventLog.SEGMENTS, "A/0");
        shop.customer.state().delete(EventLog.SEGMENTS, "A/1");
        assertThat(log.append(head, event(head, added())).won()).isFalse();
        assertThat(log.head("A").seq()).isZero();
        assertThat(fill(40).seq()).isEqualTo(40);
        assertThat(log.newest("A", 100)).hasSize(40);
    }

    /** Eight writers append 40 events each without locks. Every number is used once, also across segments. */
    @Test
    void concurrentWritersGetDifferentNumbers() throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(8);
        try {
            append(log.head("A"));
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(writers.submit(() -> {
                    int won = 0;
                    while (won < 40) {
                        Head head = log.head("A");
                        won += log.append(head, event(head, added())).won() ? 1 : 0;
                    }
                    return won;
                }));
            }
            for (Future<Integer> one : all) {
                one.get(Shop.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        } finally {
            writers.shutdownNow();
        }
        List<LoggedEvent> events = log.newest("A", 1000);
        assertThat(events)
                .extracting(LoggedEvent::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 321).boxed().toList());
        assertThat(events).extracting(LoggedEvent::commandId).doesNotHaveDuplicates();
        assertThat(Objects.requireNonNull(log.head("A").item()).stock()).isEqualTo(321);
    }

    /** The cost of a command must not grow with the history. */
    @Test
    void aSegmentStaysSmall() {
        fill(300);
        for (Json segment : shop.customer.state().list(EventLog.SEGMENTS, Json.class)) {
            assertThat(segment.text().length()).isLessThan(12_000);
        }
    }
}

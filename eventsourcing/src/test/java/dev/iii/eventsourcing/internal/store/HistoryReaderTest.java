package dev.iii.eventsourcing.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.eventsourcing.History;
import dev.iii.eventsourcing.Recorded;
import dev.iii.eventsourcing.internal.projection.Counters;
import dev.iii.eventsourcing.internal.projection.Counters.Counted;
import dev.iii.eventsourcing.internal.projection.ManualClock;
import dev.iii.eventsourcing.internal.projection.MemoryStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of a history. */
class HistoryReaderTest {

    private static final String UNKNOWN = "[{\"t\":\"moved\",\"v\":1,\"d\":{}}]";

    private final MemoryStore store = new MemoryStore();
    private final Scopes scopes = new Scopes("shop");
    private final Counters log = new Counters(store, scopes, new ManualClock());
    private final HistoryReader<Counters.Event> reader =
            new HistoryReader<>(new LogStore(store, scopes, "counter"), new EventJson<>(Counters.COUNTER.events()));

    private History<Counters.Event> page(Optional<String> cursor, int limit) {
        return reader.page("c", cursor, limit);
    }

    /** Commands have one, two or three events, so pages also end inside a command. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 100})
    void pagesContainEachEventOnce(int limit) {
        for (int i = 0; i < 5; i++) {
            log.append("c", new Counted(1));
            log.append("c", new Counted(2), new Counted(3));
            log.append("c", new Counted(4), new Counted(5), new Counted(6));
        }
        List<Long> numbers = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            History<Counters.Event> page = page(cursor, limit);
            assertThat(page.events()).hasSizeBetween(1, limit);
            page.events().stream().map(Recorded::number).forEach(numbers::add);
            cursor = page.next();
        } while (cursor.isPresent());
        Collections.reverse(numbers);
        assertThat(numbers)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 30).boxed().toList());
    }

    @Test
    void anUnknownEventStopsOnlyThePageThatContainsIt() {
        log.append("c", new Counted(1));
        log.append("c", new Counted(2));
        Optional<String> cursor = page(Optional.empty(), 1).next();
        log.append("c", UNKNOWN, 1);
        assertThat(page(cursor, 1).events()).hasSize(1);
        assertThatThrownBy(() -> page(Optional.empty(), 1)).isInstanceOf(NewerEventException.class);
        log.append("c", new Counted(4));
        assertThat(page(Optional.empty(), 1).events()).hasSize(1);
    }
}

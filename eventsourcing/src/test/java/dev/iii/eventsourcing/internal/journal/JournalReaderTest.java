package dev.iii.eventsourcing.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.eventsourcing.internal.projection.ManualClock;
import dev.iii.eventsourcing.internal.projection.MemoryStore;
import dev.iii.eventsourcing.internal.store.Journal;
import dev.iii.eventsourcing.internal.store.Scopes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A reader of the journal finds the streams that another program has marked. */
class JournalReaderTest {

    private final MemoryStore store = new MemoryStore();
    private final ManualClock clock = new ManualClock();
    private final Scopes scopes = new Scopes("shop");
    private final Journal journal = new Journal(store, scopes, clock);
    private final JournalReader reader = new JournalReader(store, scopes, clock);
    private final List<String> grown = new ArrayList<>();

    private boolean read() {
        grown.clear();
        return reader.read((aggregate, stream) -> grown.add(aggregate + "/" + stream));
    }

    @Test
    void aMarkIsReadUntilItsLongestAppendHasEnded() {
        assertThat(read()).isTrue();
        journal.mark("item", "A-1");
        for (int second = 0; second < 10; second++) {
            assertThat(read()).isTrue();
            assertThat(grown).containsExactly("item/A-1");
            clock.advance(Duration.ofSeconds(1));
        }
        clock.advance(Duration.ofSeconds(10));
        read();
        read();
        assertThat(grown).isEmpty();
    }

    @Test
    void aMarkOfAnOwnAppendIsReadAtItsBeginningAndAtItsEnd() {
        read();
        journal.mark("item", "A-1");
        reader.appended("item", "A-1");
        int times = 0;
        for (int second = 0; second < 20; second++) {
            read();
            times += grown.size();
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(times).isEqualTo(2);
    }

    /** The slots are used again: a mark of another program must not count as one of this program. */
    @Test
    void aClockThatIsSetBackHidesNoMark() {
        read();
        journal.mark("item", "A-1");
        reader.appended("item", "A-1");
        read();
        clock.advance(Duration.ofMinutes(1));
        reader.appended("item", "A-1");
        read();
        clock.advance(Duration.ofMinutes(-1));
        assertThat(read()).isFalse();
        assertThat(grown).containsExactly("item/A-1");
    }

    @Test
    void anIdleReadingIsAFewLists() {
        read();
        int before = store.operations().size();
        for (int second = 0; second < 100; second++) {
            clock.advance(Duration.ofSeconds(1));
            read();
        }
        assertThat(store.operations().size() - before).isLessThan(100 * 5);
    }

    @Test
    void marksAreRemovedBeforeTheirScopeIsUsedAgain() {
        read();
        for (int second = 0; second < 300; second++) {
            journal.mark("item", "A-" + second);
            read();
            clock.advance(Duration.ofSeconds(1));
        }
        int marks = store.names().stream()
                .mapToInt(scope -> store.scope(scope).size())
                .sum();
        assertThat(marks).isLessThan(16 * 5);
    }

    @Test
    void aReaderThatWasAwayForLongComparesEverything() {
        read();
        clock.advance(Duration.ofMinutes(2));
        assertThat(read()).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(read()).isTrue();
    }

    /** Many marks take longer to remove than a slot is long. */
    @Test
    void marksOfSlotsThatPassedBetweenTwoReadingsAreRemoved() {
        read();
        for (int second = 0; second < 300; second++) {
            journal.mark("item", "A-" + second);
            if (second % 20 == 0) {
                read();
            }
            clock.advance(Duration.ofSeconds(1));
        }
        clock.advance(Duration.ofSeconds(30));
        assertThat(read()).isTrue();
        clock.advance(Duration.ofSeconds(40));
        assertThat(read()).isTrue();
        assertThat(store.names()).isEmpty();
    }
}

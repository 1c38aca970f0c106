package dev.iii.eventsourcing.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class JournalTest {

    private final FaultStore store = new FaultStore();
    private final Scopes scopes = new Scopes("c");
    private Instant now = Instant.EPOCH;
    private final Journal journal = new Journal(store, scopes, new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void aStreamIsMarkedOnceInASlot() {
        for (int i = 0; i < 100; i++) {
            journal.mark("item", "A-1");
            journal.mark("item", "A-2");
        }
        assertThat(store.operations()).isEqualTo(2);
        assertThat(store.list(scopes.journal(0)))
                .extracting(mark -> mark.text())
                .containsExactly(
                        "{\"a\":\"item\",\"s\":\"A-1\",\"slot\":0}", "{\"a\":\"item\",\"s\":\"A-2\",\"slot\":0}");
    }

    @Test
    void theNextSlotHasMarksOfItsOwn() {
        journal.mark("item", "A-1");
        now = now.plus(Journal.SLOT);
        journal.mark("item", "A-1");
        assertThat(store.list(scopes.journal(0))).hasSize(1);
        assertThat(store.list(scopes.journal(1))).hasSize(1);
    }

    @Test
    void aStreamIsMarkedAgainIfTheEngineMayHaveLostTheMark() {
        journal.mark("item", "A-1");
        store.clear();
        journal.memoryInvalid();
        journal.mark("item", "A-1");
        assertThat(store.list(scopes.journal(0))).hasSize(1);
    }
}

package dev.iii.eventsourcing.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.eventsourcing.internal.store.FaultStore.Fault;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CanaryTest {

    private final FaultStore store = new FaultStore();
    private final LogSignals signals = new LogSignals();
    private final AtomicInteger invalid = new AtomicInteger();
    private final Canary canary = new Canary(store, new Scopes("c"), signals, "worker", "1");

    @BeforeEach
    void listen() {
        signals.add(new LogSignals.Listener() {
            @Override
            public void memoryInvalid() {
                invalid.incrementAndGet();
            }
        });
    }

    @Test
    void anUnchangedStateIsValid() {
        for (int i = 0; i < 5; i++) {
            canary.check();
        }
        assertThat(invalid).hasValue(0);
        assertThat(signals.epoch()).isZero();
    }

    @Test
    void anEmptyStateIsNoticed() {
        canary.check();
        store.clear();
        canary.check();
        assertThat(invalid).hasValue(1);
        assertThat(signals.epoch()).isEqualTo(1);
        canary.check();
        assertThat(invalid).hasValue(1);
    }

    @Test
    void anOlderStateIsNoticed() {
        canary.check();
        FaultStore.Saved saved = store.save();
        canary.check();
        store.restore(saved, scope -> true);
        canary.check();
        assertThat(invalid).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"ANSWER_LOST", "LOST"})
    void aLostAnswerIsNoOlderState(Fault fault) {
        canary.check();
        store.fail("canary", fault);
        canary.check();
        canary.check();
        canary.check();
        assertThat(invalid).hasValue(0);
    }

    @Test
    void anotherCounterAfterAReconnectIsNoNews() {
        canary.check();
        store.clear();
        canary.reset();
        canary.check();
        assertThat(invalid).hasValue(0);
    }

    /** What was remembered before the first value may belong to a state that was exchanged before it. */
    @Test
    void theFirstValueIsReported() {
        store.fail("canary", Fault.LOST);
        assertThat(canary.check()).isFalse();
        assertThat(canary.check()).isTrue();
        assertThat(canary.check()).isFalse();
        canary.reset();
        assertThat(canary.check()).isTrue();
    }
}

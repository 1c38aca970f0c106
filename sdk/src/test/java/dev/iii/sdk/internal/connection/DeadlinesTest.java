package dev.iii.sdk.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private static final long LATE = Long.MAX_VALUE - 5;
    /** Ten nanoseconds after {@link #LATE}, when the clock has overflowed. */
    private static final long OVERFLOWED = Long.MIN_VALUE + 4;

    @Test
    void aDeadlineIsDueFromItsTimeOn() {
        assertThat(Deadlines.isDue(100, 99)).isFalse();
        assertThat(Deadlines.isDue(100, 100)).isTrue();
        assertThat(Deadlines.isDue(100, 101)).isTrue();
        assertThat(Deadlines.isDue(OVERFLOWED, LATE)).isFalse();
        assertThat(Deadlines.isDue(LATE, OVERFLOWED)).isTrue();
    }

    @Test
    void neverIsNeverDue() {
        assertThat(Deadlines.isDue(Deadlines.NEVER, 0)).isFalse();
        assertThat(Deadlines.isDue(Deadlines.NEVER, Long.MAX_VALUE)).isFalse();
        assertThat(Deadlines.isDue(Deadlines.NEVER, Long.MIN_VALUE)).isFalse();
    }

    @Test
    void theEarlierOfTwoDeadlinesIsChosenAlsoAcrossAnOverflow() {
        assertThat(Deadlines.earlier(100, 101)).isEqualTo(100);
        assertThat(Deadlines.earlier(101, 100)).isEqualTo(100);
        assertThat(Deadlines.earlier(OVERFLOWED, LATE)).isEqualTo(LATE);
        assertThat(Deadlines.earlier(LATE, OVERFLOWED)).isEqualTo(LATE);
    }

    @Test
    void anyDeadlineIsEarlierThanNever() {
        assertThat(Deadlines.earlier(Deadlines.NEVER, 100)).isEqualTo(100);
        assertThat(Deadlines.earlier(100, Deadlines.NEVER)).isEqualTo(100);
        assertThat(Deadlines.earlier(Deadlines.NEVER, Deadlines.NEVER)).isEqualTo(Deadlines.NEVER);
    }
}

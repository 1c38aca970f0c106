package dev.iii.sdk.internal.connection;

import static dev.iii.sdk.internal.connection.ConnectionKeeper.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.internal.connection.ConnectionKeeper.Action;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.policy.Heartbeat;
import dev.iii.sdk.policy.Reconnect;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pings every 20 s, drops after 60 s of silence, reconnects after 1 s and up to 30 s. The time is virtual. Every test runs
 * also with a clock that overflows in the middle of it.
 */
@ParameterizedClass
@ValueSource(
        longs = {0, Long.MAX_VALUE - 70_000_000_000L, Long.MAX_VALUE - 30_000_000_000L, Long.MAX_VALUE - 500_000_000})
class ConnectionKeeperTest {

    private static final long SECOND = 1_000_000_000L;

    private final ConnectionKeeper keeper = new ConnectionKeeper(
            new Reconnect(new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(30), 0), Duration.ofSeconds(10)),
            new Heartbeat(Duration.ofSeconds(20), Duration.ofSeconds(60)),
            new SplittableRandom(1));
    private long now;

    ConnectionKeeperTest(long start) {
        now = start;
    }

    private void open() {
        keeper.opened(now);
        keeper.ready(now);
    }

    private Action pollAfter(long nanos) {
        now += nanos;
        return keeper.poll(now, UNKNOWN);
    }

    /** Polls after some seconds, when data has arrived immediately before. */
    private Action pollWithDataAfter(long seconds) {
        now += seconds * SECOND;
        return keeper.poll(now, now);
    }

    // ---------------------------------------------------------------- reconnecting

    @Test
    void theDelayBetweenAttemptsGrows() {
        long[] delays = {1, 2, 4, 8, 16, 30, 30};
        for (int i = 0; i < delays.length; i++) {
            long delay = delays[i] * SECOND;
            assertThat(keeper.lost(now)).isEqualTo(delay);
            assertThat(keeper.failures()).isEqualTo(i + 1);
            assertThat(keeper.nextDeadline()).isEqualTo(now + delay);
            assertThat(pollAfter(delay - 1)).isEqualTo(Action.NONE);
            assertThat(pollAfter(1)).isEqualTo(Action.CONNECT);
        }
    }

    @Test
    void aConnectionThatWasReadyForAShortTimeDoesNotResetTheDelay() {
        keeper.lost(now);
        open();
        now += 10 * SECOND - 1;
        assertThat(keeper.lost(now)).isEqualTo(2 * SECOND);
        assertThat(keeper.failures()).isEqualTo(2);
    }

    @Test
    void aConnectionThatWasOpenButNeverReadyDoesNotResetTheDelay() {
        keeper.lost(now);
        keeper.opened(now);
        now += 50 * SECOND;
        assertThat(keeper.lost(now)).isEqualTo(2 * SECOND);
    }

    @Test
    void aStableConnectionResetsTheDelay() {
        keeper.lost(now);
        keeper.lost(now);
        open();
        now += 10 * SECOND;
        assertThat(keeper.lost(now)).isEqualTo(SECOND);
        assertThat(keeper.failures()).isEqualTo(1);
    }

    @Test
    void theStabilityOfAnEarlierConnectionDoesNotCount() {
        open();
        now += 10 * SECOND;
        keeper.lost(now);
        keeper.opened(now);
        now += 10 * SECOND;
        assertThat(keeper.lost(now)).isEqualTo(2 * SECOND);
    }

    @Test
    void aLostConnectionIsNeitherPingedNorDropped() {
        open();
        keeper.lost(now);
        assertThat(pollAfter(SECOND)).isEqualTo(Action.CONNECT);
        assertThat(keeper.nextDeadline()).isEqualTo(Deadlines.NEVER);
        assertThat(pollAfter(100 * SECOND)).isEqualTo(Action.NONE);
    }

    // ---------------------------------------------------------------- heartbeat

    @Test
    void aPingIsDueAfterEachInterval() {
        open();
        for (int i = 0; i < 10; i++) {
            assertThat(keeper.nextDeadline()).isEqualTo(now + 20 * SECOND);
            assertThat(pollWithDataAfter(19)).isEqualTo(Action.NONE);
            assertThat(pollWithDataAfter(1)).isEqualTo(Action.PING);
        }
    }

    @Test
    void aSilentConnectionIsDropped() {
        open();
        assertThat(pollAfter(20 * SECOND)).isEqualTo(Action.PING);
        assertThat(pollAfter(20 * SECOND)).isEqualTo(Action.PING);
        assertThat(keeper.nextDeadline()).isEqualTo(now + 20 * SECOND);
        assertThat(pollAfter(20 * SECOND - 1)).isEqualTo(Action.NONE);
        assertThat(pollAfter(1)).isEqualTo(Action.DROP);
    }

    @Test
    void theDropStaysDueUntilTheLossIsReported() {
        open();
        assertThat(pollAfter(60 * SECOND)).isEqualTo(Action.DROP);
        assertThat(pollAfter(0)).isEqualTo(Action.DROP);
        keeper.lost(now);
        assertThat(pollAfter(0)).isEqualTo(Action.NONE);
    }

    @Test
    void receivedDataPostponesTheDrop() {
        open();
        long received = now + 45 * SECOND;
        now += 50 * SECOND;
        assertThat(keeper.poll(now, received)).isEqualTo(Action.PING);
        now += 20 * SECOND;
        assertThat(keeper.poll(now, received)).isEqualTo(Action.PING);
        assertThat(keeper.nextDeadline()).isEqualTo(now + 20 * SECOND);
        now += 20 * SECOND;
        assertThat(keeper.poll(now, received)).isEqualTo(Action.PING);
        assertThat(keeper.nextDeadline()).isEqualTo(received + 60 * SECOND);
        now = received + 60 * SECOND;
        assertThat(keeper.poll(now, received)).isEqualTo(Action.DROP);
    }

    @Test
    void dataOfAnEarlierConnectionDoesNotPostponeTheDrop() {
        long received = now - SECOND;
        open();
        now += 60 * SECOND;
        assertThat(keeper.poll(now, received)).isEqualTo(Action.DROP);
    }

    @Test
    void aNewConnectionStartsItsOwnHeartbeat() {
        open();
        assertThat(pollAfter(60 * SECOND)).isEqualTo(Action.DROP);
        keeper.lost(now);
        assertThat(pollAfter(SECOND)).isEqualTo(Action.CONNECT);
        open();
        assertThat(keeper.nextDeadline()).isEqualTo(now + 20 * SECOND);
        assertThat(pollAfter(20 * SECOND)).isEqualTo(Action.PING);
    }

    // ---------------------------------------------------------------- paused reading

    @Test
    void aConnectionThatIsNotReadIsPingedButNeverDropped() {
        open();
        keeper.paused();
        for (int i = 0; i < 20; i++) {
            assertThat(pollAfter(20 * SECOND)).isEqualTo(Action.PING);
        }
    }

    @Test
    void silenceCountsFromTheTimeOfResuming() {
        open();
        keeper.paused();
        now += 500 * SECOND;
        keeper.resumed(now);
        assertThat(pollAfter(60 * SECOND - 1)).isEqualTo(Action.PING);
        assertThat(pollAfter(1)).isEqualTo(Action.DROP);
    }

    @Test
    void aNewConnectionIsRead() {
        open();
        keeper.paused();
        keeper.lost(now);
        open();
        assertThat(pollAfter(60 * SECOND)).isEqualTo(Action.DROP);
    }

    // ---------------------------------------------------------------- polls at other times

    @Test
    void beforeTheFirstConnectionNothingIsDue() {
        assertThat(keeper.nextDeadline()).isEqualTo(Deadlines.NEVER);
        assertThat(pollAfter(100 * SECOND)).isEqualTo(Action.NONE);
    }

    @Test
    void anActionIsReturnedOnce() {
        keeper.lost(now);
        assertThat(pollAfter(SECOND)).isEqualTo(Action.CONNECT);
        assertThat(pollAfter(0)).isEqualTo(Action.NONE);
        open();
        assertThat(pollWithDataAfter(20)).isEqualTo(Action.PING);
        assertThat(pollWithDataAfter(0)).isEqualTo(Action.NONE);
    }

    @Test
    void earlyPollsDoNotMoveTheDeadlines() {
        open();
        long ping = keeper.nextDeadline();
        for (int i = 0; i < 19; i++) {
            assertThat(pollWithDataAfter(1)).isEqualTo(Action.NONE);
            assertThat(keeper.nextDeadline()).isEqualTo(ping);
        }
        assertThat(pollWithDataAfter(1)).isEqualTo(Action.PING);
    }

    @Test
    void aLatePollReturnsOnePingForAllThatWereMissed() {
        open();
        assertThat(pollWithDataAfter(1000)).isEqualTo(Action.PING);
        assertThat(pollWithDataAfter(0)).isEqualTo(Action.NONE);
        assertThat(keeper.nextDeadline()).isEqualTo(now + 20 * SECOND);
    }

    // ---------------------------------------------------------------- closing

    private void assertNothingIsScheduled() {
        assertThat(keeper.nextDeadline()).isEqualTo(Deadlines.NEVER);
        assertThat(pollAfter(1000 * SECOND)).isEqualTo(Action.NONE);
    }

    @Test
    void aClosedConnectionIsNeitherPingedNorDropped() {
        open();
        keeper.closed();
        assertNothingIsScheduled();
    }

    @Test
    void afterClosingNoAttemptFollows() {
        keeper.lost(now);
        keeper.closed();
        assertNothingIsScheduled();
    }

    @Test
    void resumingAClosedConnectionSchedulesNothing() {
        open();
        keeper.paused();
        keeper.closed();
        keeper.resumed(now);
        assertNothingIsScheduled();
    }
}

package dev.iii.transport;

import static dev.iii.transport.RawPeer.BINARY;
import static dev.iii.transport.RawPeer.FIN;
import static dev.iii.transport.RawPeer.PING;
import static dev.iii.transport.RawPeer.PONG;
import static dev.iii.transport.RawPeer.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.transport.Loopback.Pair;
import dev.iii.transport.Loopback.Side;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests what proves that a connection works in both directions. */
class LivenessTest {

    private final Loopback loopback = new Loopback();

    @AfterEach
    void close() {
        loopback.close();
    }

    /** Sends a ping that the peer receives, and returns a time after it. */
    private static long ping(Pair pair) {
        pair.ours().connection().ping();
        pair.peer().expect(PING);
        return System.nanoTime();
    }

    private static void receiveText(Pair pair) {
        pair.peer().frame(FIN | TEXT, new byte[] {'a'});
        assertThat(pair.ours().text()).isEqualTo("a");
    }

    private static boolean isAliveSince(Pair pair, long time) {
        return pair.ours().connection().lastAliveNanos() - time > 0;
    }

    @ParameterizedTest
    @EnumSource
    void receivedBytesProveThatAConnectionWorksIfNoPingWaits(Side side) {
        Pair pair = loopback.open(side, Limits.DEFAULT);
        long before = System.nanoTime();
        receiveText(pair);
        assertThat(isAliveSince(pair, before)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void receivedBytesProveNothingIfAPingIsNotAnswered(Side side) {
        Pair pair = loopback.open(side, Limits.DEFAULT);
        long pinged = ping(pair);
        receiveText(pair);
        assertThat(isAliveSince(pair, pinged)).isFalse();
        ping(pair);
        receiveText(pair);
        assertThat(isAliveSince(pair, pinged)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void pongProvesThatAConnectionWorks(Side side) {
        Pair pair = loopback.open(side, Limits.DEFAULT);
        long pinged = ping(pair);
        pair.peer().frame(FIN | PONG, new byte[0]);
        receiveText(pair);
        assertThat(isAliveSince(pair, pinged)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void incompleteLargeMessageProvesThatAConnectionWorks(Side side) {
        Pair pair = loopback.open(side, Limits.DEFAULT);
        long pinged = ping(pair);
        pair.peer().header(FIN | BINARY, 4 << 20);
        pair.peer().bytes(new byte[2 << 20]);
        Awaitility.await().until(() -> isAliveSince(pair, pinged));
    }
}

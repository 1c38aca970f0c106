package dev.iii.transport;

import static dev.iii.transport.RawPeer.CLOSE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that a listener that throws ends its own connection only. */
class ListenerFailureTest {

    private final Loopback loopback = new Loopback();

    @AfterEach
    void close() {
        loopback.close();
    }

    /** Throws in the given method. */
    private static final class Failing extends Recorder {
        private final String where;
        private final Throwable what;

        Failing(String where, Throwable what) {
            this.where = where;
            this.what = what;
        }

        private void at(String place) {
            if (place.equals(where)) {
                sneaky(what);
            }
        }

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        private static <T extends Throwable> void sneaky(Throwable what) throws T {
            throw (T) what;
        }

        @Override
        public void onOpen(Connection connection) {
            super.onOpen(connection);
            at("onOpen");
        }

        @Override
        public void onText(Connection connection, byte[] utf8) {
            at("onText");
        }

        @Override
        public void onBinary(Connection connection, byte[] bytes) {
            at("onBinary");
        }

        @Override
        public void onClosed(Closing closing) {
            super.onClosed(closing);
            at("onClosed");
        }
    }

    static Stream<Arguments> failures() {
        return Stream.of("onOpen", "onText", "onBinary", "onClosed")
                .flatMap(where -> List.of(
                                new IllegalStateException("listener"),
                                new StackOverflowError("listener"),
                                new NoClassDefFoundError("listener"),
                                new Exception("listener"))
                        .stream()
                        .map(what -> Arguments.of(where, what)));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailingListenerEndsOnlyItsOwnConnection(String where, Throwable what) {
        RawPeer other = loopback.rawClient(loopback.serve(Limits.DEFAULT));
        Recorder others = loopback.accepted();
        RawPeer peer = loopback.rawClient(loopback.serve(Limits.DEFAULT, () -> new Failing(where, what)));
        Recorder failing = loopback.accepted();

        if (where.equals("onClosed")) {
            peer.close(Closing.INTERNAL_ERROR, "internal error");
        } else {
            peer.text("a");
            peer.frame(RawPeer.FIN | RawPeer.BINARY, new byte[0]);
        }
        RawPeer.Frame close = peer.expect(CLOSE);
        peer.close(close.code(), "");

        assertThat(close.code()).isEqualTo(Closing.INTERNAL_ERROR);
        assertThat(failing.closing().code()).isEqualTo(Closing.INTERNAL_ERROR);
        assertThat(failing.closing().reason()).isEqualTo("internal error");
        other.text("still here");
        assertThat(others.text()).isEqualTo("still here");
    }
}

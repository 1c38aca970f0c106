package dev.iii.transport;

import static dev.iii.transport.RawPeer.BINARY;
import static dev.iii.transport.RawPeer.CLOSE;
import static dev.iii.transport.RawPeer.CONTINUATION;
import static dev.iii.transport.RawPeer.FIN;
import static dev.iii.transport.RawPeer.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.iii.transport.Loopback.Pair;
import dev.iii.transport.Loopback.Side;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that messages that are too large close the connection with code 1009 and use no more memory than the limit. */
class MessageLimitsTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int LIMIT = Loopback.SMALL.maxMessageBytes();
    private static final int FRAGMENTS = Loopback.SMALL.maxFragments();

    private final Loopback loopback = new Loopback();

    @AfterEach
    void close() {
        loopback.close();
    }

    private void expectTooBig(Pair pair) {
        assertThat(pair.peer().expect(CLOSE).code()).isEqualTo(Closing.TOO_BIG);
        pair.peer().close();
        Closing closing = pair.ours().closing();
        assertThat(closing.code()).isEqualTo(Closing.TOO_BIG);
        assertThat(closing.remote()).isFalse();
        assertThat(pair.ours().hasMessage()).isFalse();
    }

    /** Returns the number of bytes that the thread of the loop has allocated so far. */
    private long allocated(Side side) {
        CompletableFuture<Long> id = new CompletableFuture<>();
        loopback.loop(side).execute(() -> id.complete(Thread.currentThread().getId()));
        return THREADS.getThreadAllocatedBytes(Recorder.get(id));
    }

    @ParameterizedTest
    @EnumSource
    void aMessageOfTheMaximumSizeIsAccepted(Side side) {
        Pair pair = loopback.open(side, Loopback.SMALL);

        pair.peer().frame(FIN | BINARY, new byte[LIMIT]);
        assertThat(pair.ours().message()).hasSize(LIMIT);

        pair.peer().frame(BINARY, new byte[LIMIT - 1]);
        pair.peer().frame(FIN | CONTINUATION, new byte[1]);
        assertThat(pair.ours().message()).hasSize(LIMIT);
    }

    @ParameterizedTest
    @EnumSource
    void aMessageOverTheLimitIsRejected(Side side) {
        Pair pair = loopback.open(side, Loopback.SMALL);

        pair.peer().frame(FIN | BINARY, new byte[LIMIT + 1]);

        expectTooBig(pair);
    }

    @ParameterizedTest
    @EnumSource
    void fragmentsThatTogetherExceedTheLimitAreRejected(Side side) {
        Pair pair = loopback.open(side, Loopback.SMALL);

        pair.peer().frame(BINARY, new byte[LIMIT]);
        pair.peer().header(FIN | CONTINUATION, 1);

        expectTooBig(pair);
    }

    @ParameterizedTest
    @CsvSource({
        "SERVER,1073741824",
        "CLIENT,1073741824",
        "SERVER,9223372036854775807",
        "CLIENT,9223372036854775807",
        "SERVER,-9223372036854775808",
        "CLIENT,-9223372036854775808",
        "SERVER,-1",
        "CLIENT,-1"
    })
    void aDeclaredLengthAllocatesNoMemory(Side side, long declared) {
        Pair pair = loopback.open(side, Limits.DEFAULT);
        long before = allocated(side);

        pair.peer().header(FIN | TEXT, declared);
        assertThat(pair.peer().expect(CLOSE).code()).isEqualTo(Closing.TOO_BIG);

        assertThat(allocated(side) - before).isLessThan(1 << 20);
        pair.peer().close();
        assertThat(pair.ours().closing().code()).isEqualTo(Closing.TOO_BIG);
    }

    @ParameterizedTest
    @EnumSource
    void memoryGrowsOnlyWithTheReceivedBytes(Side side) {
        Pair pair = loopback.open(side, Limits.DEFAULT);
        long before = allocated(side);

        pair.peer().header(FIN | BINARY, Limits.DEFAULT.maxMessageBytes());
        pair.peer().bytes(new byte[10]);
        pair.ours().connection().ping();
        pair.peer().expect(RawPeer.PING);

        assertThat(allocated(side) - before).isLessThan(1 << 20);
    }

    @ParameterizedTest
    @CsvSource({"SERVER,0", "CLIENT,0", "SERVER,1", "CLIENT,1"})
    void anEndlessMessageEndsAtTheLimitOfFragments(Side side, int size) {
        Pair pair = loopback.open(side, Loopback.SMALL);

        pair.peer().frame(TEXT, new byte[size]);
        for (int i = 1; i < FRAGMENTS; i++) {
            pair.peer().frame(CONTINUATION, new byte[size]);
        }
        pair.ours().connection().ping();
        pair.peer().expect(RawPeer.PING);
        pair.peer().frame(CONTINUATION, new byte[size]);

        expectTooBig(pair);
    }

    @ParameterizedTest
    @EnumSource
    void theLastFragmentCountsToo(Side side) {
        Pair pair = loopback.open(side, Loopback.SMALL);

        pair.peer().frame(TEXT, new byte[0]);
        for (int i = 1; i < FRAGMENTS; i++) {
            pair.peer().frame(CONTINUATION, new byte[0]);
        }
        pair.peer().frame(FIN | CONTINUATION, new byte[0]);

        expectTooBig(pair);
    }

    @ParameterizedTest
    @EnumSource
    void theMaximumNumberOfFragmentsIsAccepted(Side side) {
        Pair pair = loopback.open(side, Loopback.SMALL);

        for (int message = 0; message < 2; message++) {
            pair.peer().frame(BINARY, new byte[1]);
            for (int i = 2; i < FRAGMENTS; i++) {
                pair.peer().frame(CONTINUATION, new byte[1]);
            }
            pair.peer().frame(FIN | CONTINUATION, new byte[1]);
            assertThat(pair.ours().message()).hasSize(FRAGMENTS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void messagesAfterAViolationUseNoMemoryAndEndWithTheCloseTimeout(Side side) {
        Pair pair = loopback.open(side, Loopback.SMALL);
        byte[] fragment = pair.peer().encode(CONTINUATION, new byte[32 * 1024]);
        long before = allocated(side);

        pair.peer().frame(BINARY, new byte[0]);
        // The peer ignores the close frame. It can send until the close timeout at the latest.
        long sent = sendUntilDisconnected(pair.peer(), fragment);

        assertThat(pair.ours().closing().code()).isEqualTo(Closing.TOO_BIG);
        assertThat(allocated(side) - before).isLessThan(16L * LIMIT + sent / 20);
    }

    private static long sendUntilDisconnected(RawPeer peer, byte[] fragment) {
        long sent = 0;
        try {
            while (true) {
                peer.bytes(fragment);
                sent += fragment.length;
            }
        } catch (UncheckedIOException e) {
            return sent;
        }
    }
}

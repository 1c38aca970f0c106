package dev.iii.transport;

import static dev.iii.transport.RawPeer.CLOSE;
import static dev.iii.transport.RawPeer.FIN;
import static dev.iii.transport.RawPeer.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.transport.Loopback.Pair;
import dev.iii.transport.Loopback.Side;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests all ways in which an open connection ends, for both sides. */
class ClosingTest {

    private final Loopback loopback = new Loopback();

    @AfterEach
    void close() {
        loopback.close();
    }

    private static SendResult send(Connection connection, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return connection.sendText(utf8, 0, utf8.length, Lane.DATA);
    }

    private static String sendMoreThanTheSocketAccepts(Connection connection) {
        String big = "x".repeat(20 << 20);
        send(connection, big);
        connection.flush();
        return big;
    }

    @ParameterizedTest
    @CsvSource({"SERVER,1000,''", "SERVER,4999,grüße", "CLIENT,1001,going", "CLIENT,3000,''", "SERVER,1007,''"})
    void thisSideClosesWithCodeAndReason(Side side, int code, String reason) {
        Pair pair = loopback.open(side, Limits.DEFAULT);

        pair.ours().connection().close(code, reason);
        RawPeer.Frame close = pair.peer().expect(CLOSE);
        assertThat(close.code()).isEqualTo(code);
        assertThat(close.reason()).isEqualTo(reason);
        pair.peer().frame(close.first(), new byte[] {
            close.payload().get(0), close.payload().get(1)
        });

        assertThat(pair.ours().closing()).isEqualTo(new Closing(code, reason, false, true));
        assertThat(pair.peer().read()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"SERVER,1000,''", "SERVER,4999,grüße", "CLIENT,1012,restart", "CLIENT,3000,''", "CLIENT,1007,''"})
    void thePeerClosesWithCodeAndReason(Side side, int code, String reason) {
        Pair pair = loopback.open(side, Limits.DEFAULT);

        pair.peer().close(code, reason);

        RawPeer.Frame answer = pair.peer().expect(CLOSE);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(pair.peer().read()).isNull();
        assertThat(pair.ours().closing()).isEqualTo(new Closing(code, reason, true, true));
    }

    @ParameterizedTest
    @EnumSource
    void thePeerClosesWithoutACode(Side side) {
        Pair pair = loopback.open(side, Limits.DEFAULT);

        pair.peer().frame(FIN | CLOSE, new byte[0]);

        assertThat(pair.peer().expect(CLOSE).payload().remaining()).isZero();
        assertThat(pair.ours().closing()).isEqualTo(new Closing(Closing.NO_STATUS, "", true, true));
    }

    @ParameterizedTest
    @EnumSource
    void bothCloseAtTheSameTime(Side side) {
        Pair pair = loopback.open(side, Limits.DEFAULT);

        loopback.loop(side).execute(() -> {
            pair.ours().connection().close(4001, "ours");
            pair.peer().close(4002, "theirs");
        });

        assertThat(pair.peer().expect(CLOSE).code()).isEqualTo(4001);
        assertThat(pair.peer().read()).isNull();
        assertThat(pair.ours().closing()).isEqualTo(new Closing(4001, "ours", false, true));
    }

    @ParameterizedTest
    @EnumSource
    void messagesQueuedBeforeTheCloseArriveAndNoneCanBeQueuedAfterIt(Side side) {
        Pair pair = loopback.open(side, Limits.DEFAULT);
        Connection connection = pair.ours().connection();
        String big = "x".repeat(5 << 20);

        send(connection, big);
        connection.close(1000, "done");
        pair.ours().connection().flush();

        assertThat(pair.peer().expect(TEXT).text()).isEqualTo(big);
        assertThat(pair.peer().expect(CLOSE).reason()).isEqualTo("done");
        assertThat(send(connection, "late")).isEqualTo(SendResult.CLOSED);
        pair.peer().close(1000, "");
        assertThat(pair.ours().closing().code()).isEqualTo(1000);
        assertThat(send(connection, "later")).isEqualTo(SendResult.CLOSED);
        assertThat(connection.queuedBytes()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void whenThePeerClosesQueuedMessagesAreSentBeforeTheReply(Side side) {
        Pair pair = loopback.open(side, Limits.DEFAULT);
        String big = sendMoreThanTheSocketAccepts(pair.ours().connection());

        pair.peer().close(1000, "");

        assertThat(pair.peer().expect(TEXT).text()).isEqualTo(big);
        assertThat(pair.peer().expect(CLOSE).code()).isEqualTo(1000);
        assertThat(pair.peer().read()).isNull();
        assertThat(pair.ours().closing()).isEqualTo(new Closing(1000, "", true, true));
    }

    @ParameterizedTest
    @EnumSource
    void aPeerThatClosesAndShutsDownItsSideGetsTheReply(Side side) {
        Pair pair = loopback.open(side, Limits.DEFAULT);
        String big = sendMoreThanTheSocketAccepts(pair.ours().connection());

        pair.peer().close(1000, "");
        pair.peer().shutdownOutput();

        assertThat(pair.peer().expect(TEXT).text()).isEqualTo(big);
        assertThat(pair.peer().expect(CLOSE).code()).isEqualTo(1000);
        assertThat(pair.ours().closing()).isEqualTo(new Closing(1000, "", true, true));
    }

    @ParameterizedTest
    @EnumSource
    void aPeerThatNeverRepliesToTheCloseIsDisconnected(Side side) {
        Pair pair = loopback.open(side, Loopback.SMALL);

        pair.ours().connection().close(1000, "bye");

        assertThat(pair.ours().closing()).isEqualTo(new Closing(1000, "bye", false, true));
        pair.peer().expect(CLOSE);
        pair.peer().awaitEnd();
    }

    @ParameterizedTest
    @EnumSource
    void messagesAfterACloseAreNotDelivered(Side side) {
        Pair pair = loopback.open(side, Limits.DEFAULT);

        pair.ours().connection().close(1000, "");
        pair.peer().expect(CLOSE);
        pair.peer().text("late");
        pair.peer().close(1000, "");

        assertThat(pair.ours().closing().code()).isEqualTo(1000);
        assertThat(pair.ours().hasMessage()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void anInvalidFrameInsteadOfTheReplyToACloseEndsTheConnection(Side side) {
        Pair pair = loopback.open(side, Limits.DEFAULT);

        pair.ours().connection().close(1000, "bye");
        pair.peer().expect(CLOSE);
        pair.peer().frame(FIN | 0x7, new byte[3]);

        assertThat(pair.peer().read()).as("no second close frame").isNull();
        pair.peer().close();
        assertThat(pair.ours().closing()).isEqualTo(new Closing(1000, "bye", false, true));
    }

    @ParameterizedTest
    @EnumSource
    void aPeerThatVanishesIsReported(Side side) {
        Pair reset = loopback.open(side, Limits.DEFAULT);
        reset.peer().reset();
        assertThat(reset.ours().closing().code()).isEqualTo(Closing.ABNORMAL);
        assertThat(reset.ours().closing().remote()).isTrue();
        assertThat(reset.ours().closing().reason()).startsWith("connection lost");

        Pair gone = loopback.open(side, Limits.DEFAULT);
        gone.peer().close();
        assertThat(gone.ours().closing())
                .isEqualTo(new Closing(Closing.ABNORMAL, "the peer ended the connection", true, true));
    }

    @ParameterizedTest
    @EnumSource
    void abortSendsNothingToThePeer(Side side) {
        Pair pair = loopback.open(side, Limits.DEFAULT);

        pair.ours().connection().abort("enough");

        assertThat(pair.ours().closing()).isEqualTo(new Closing(Closing.ABNORMAL, "enough", false, true));
        assertThat(pair.peer().read()).isNull();
        assertThat(pair.ours().connection().remoteAddress()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheFirstCloseHasAnEffect(Side side) {
        Pair pair = loopback.open(side, Limits.DEFAULT);

        for (int i = 0; i < 5; i++) {
            pair.ours().connection().close(4000 + i, "" + i);
        }
        assertThat(pair.peer().expect(CLOSE).code()).isEqualTo(4000);
        pair.peer().close(4000, "");

        assertThat(pair.ours().closing()).isEqualTo(new Closing(4000, "0", false, true));
        pair.ours().connection().close(1000, "");
        pair.ours().connection().abort("");
    }

    @ParameterizedTest
    @EnumSource
    void aLongReasonIsTruncatedBetweenCharacters(Side side) {
        Pair pair = loopback.open(side, Limits.DEFAULT);

        pair.ours().connection().close(1000, "é".repeat(1_000_000));

        assertThat(pair.peer().expect(CLOSE).reason()).isEqualTo("é".repeat(61));
        pair.peer().close(1000, "");
        assertThat(pair.ours().closing().code()).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 2999, 5000})
    void aCodeThatMustNotBeSentIsRejected(int code) {
        Pair pair = loopback.open(Side.CLIENT, Limits.DEFAULT);

        assertThatThrownBy(() -> pair.ours().connection().close(code, ""))
                .hasMessage("a connection cannot be closed with code " + code);
    }

    @ParameterizedTest
    @EnumSource
    void aCloseWhileReadingIsPausedReadsTheReply(Side side) {
        Pair pair = loopback.open(side, Limits.DEFAULT);

        pair.ours().connection().pauseReading();
        pair.ours().connection().close(1000, "bye");
        pair.peer().expect(CLOSE);
        pair.peer().close(1000, "");

        assertThat(pair.peer().read()).isNull();
        assertThat(pair.ours().closing().code()).isEqualTo(1000);
    }

    @ParameterizedTest
    @EnumSource
    void closingALoopEndsItsConnections(Side side) {
        Pair open = loopback.open(side, Limits.DEFAULT);
        Pair closing = loopback.open(side, Limits.DEFAULT);
        closing.ours().connection().close(4000, "bye");
        closing.peer().expect(CLOSE);

        loopback.loop(side).close();

        assertThat(open.ours().closing())
                .isEqualTo(new Closing(Closing.GOING_AWAY, "the event loop was closed", false, true));
        assertThat(closing.ours().closing()).isEqualTo(new Closing(4000, "bye", false, true));
        open.peer().awaitEnd();
        closing.peer().awaitEnd();
    }

    @ParameterizedTest
    @EnumSource
    void messagesOfTheSameReadAreNotDeliveredAfterAnAbortInTheListener(Side side) {
        CompletableFuture<Connection> connection = new CompletableFuture<>();
        Pair pair = loopback.open(side, new Limits(1 << 20, 10, 1 << 20, Duration.ofSeconds(5), Duration.ofSeconds(5)));
        pair.ours().onMessage(message -> {
            assertThat(connection.isDone()).as("only one message").isFalse();
            connection.complete(pair.ours().connection());
            pair.ours().connection().abort("after the first");
        });
        byte[] one = pair.peer().encode(FIN | TEXT, new byte[] {'a'});
        byte[] three = new byte[3 * one.length];
        for (int i = 0; i < 3; i++) {
            System.arraycopy(one, 0, three, i * one.length, one.length);
        }

        pair.peer().bytes(three);

        assertThat(pair.ours().closing().reason()).isEqualTo("after the first");
    }
}

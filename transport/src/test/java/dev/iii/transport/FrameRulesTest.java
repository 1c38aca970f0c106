package dev.iii.transport;

import static dev.iii.transport.RawPeer.BINARY;
import static dev.iii.transport.RawPeer.CLOSE;
import static dev.iii.transport.RawPeer.CONTINUATION;
import static dev.iii.transport.RawPeer.FIN;
import static dev.iii.transport.RawPeer.PING;
import static dev.iii.transport.RawPeer.PONG;
import static dev.iii.transport.RawPeer.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.transport.Loopback.Pair;
import dev.iii.transport.Loopback.Side;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests which frames a peer may send and which close the connection, for both sides. */
class FrameRulesTest {

    private final Loopback loopback = new Loopback();

    @AfterEach
    void close() {
        loopback.close();
    }

    private record Violation(String name, int code, Consumer<RawPeer> action) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Violation> VIOLATIONS = List.of(
            new Violation("reserved bit 1", 1002, peer -> peer.frame(FIN | 0x40 | TEXT, bytes("a"))),
            new Violation("reserved bit 2", 1002, peer -> peer.frame(FIN | 0x20 | TEXT, bytes("a"))),
            new Violation("reserved bit 3", 1002, peer -> peer.frame(FIN | 0x10 | TEXT, bytes("a"))),
            new Violation("unknown data opcode", 1002, peer -> peer.frame(FIN | 3, bytes("a"))),
            new Violation("unknown control opcode", 1002, peer -> peer.frame(FIN | 0xB, bytes("a"))),
            new Violation("fragmented ping", 1002, peer -> peer.frame(PING, bytes("a"))),
            new Violation("fragmented close", 1002, peer -> peer.frame(CLOSE, new byte[0])),
            new Violation("long ping", 1002, peer -> peer.frame(FIN | PING, new byte[126])),
            new Violation("long pong declared", 1002, peer -> peer.header(FIN | PONG, Long.MIN_VALUE)),
            new Violation("continuation without a message", 1002, peer -> peer.frame(FIN | CONTINUATION, bytes("a"))),
            new Violation("message within a message", 1002, peer -> {
                peer.frame(TEXT, bytes("a"));
                peer.frame(FIN | BINARY, bytes("b"));
            }),
            new Violation("close code of one byte", 1002, peer -> peer.frame(FIN | CLOSE, new byte[1])),
            new Violation("close code 0", 1002, peer -> peer.close(0, "")),
            new Violation("close code 999", 1002, peer -> peer.close(999, "")),
            new Violation("close code 1004", 1002, peer -> peer.close(1004, "")),
            new Violation("close code 1005", 1002, peer -> peer.close(1005, "")),
            new Violation("close code 1006", 1002, peer -> peer.close(1006, "")),
            new Violation("close code 1015", 1002, peer -> peer.close(1015, "")),
            new Violation("close code 2999", 1002, peer -> peer.close(2999, "")),
            new Violation("close code 5000", 1002, peer -> peer.close(5000, "")),
            new Violation("close reason not utf8", 1007, peer -> peer.frame(FIN | CLOSE, hex("03e8ff"))),
            new Violation("overlong slash", 1007, peer -> peer.frame(FIN | TEXT, hex("c0af"))),
            new Violation("overlong three bytes", 1007, peer -> peer.frame(FIN | TEXT, hex("e08080"))),
            new Violation("surrogate", 1007, peer -> peer.frame(FIN | TEXT, hex("eda080"))),
            new Violation("above unicode", 1007, peer -> peer.frame(FIN | TEXT, hex("f4908080"))),
            new Violation("truncated character", 1007, peer -> peer.frame(FIN | TEXT, hex("61e282"))),
            new Violation("invalid character across fragments", 1007, peer -> {
                peer.frame(TEXT, hex("61e282"));
                peer.frame(FIN | CONTINUATION, bytes("a"));
            }));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    static Stream<Arguments> violations() {
        return Stream.of(Side.values())
                .flatMap(side -> VIOLATIONS.stream().map(violation -> Arguments.of(side, violation)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("violations")
    void aViolationClosesTheConnectionWithItsCode(Side side, Violation violation) {
        Pair pair = loopback.open(side, Limits.DEFAULT);
        RawPeer peer = pair.peer();
        violation.action().accept(peer);
        peer.text("after the violation");

        RawPeer.Frame close = peer.expect(CLOSE);
        assertThat(close.code()).isEqualTo(violation.code());
        assertThat(close.reason()).isNotEmpty();
        assertThat(peer.read()).as("nothing after the close frame").isNull();
        peer.close();
        assertThat(pair.ours().closing()).isEqualTo(new Closing(violation.code(), close.reason(), false, true));
        assertThat(pair.ours().hasMessage()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aFrameThatIsMaskedByTheWrongSideIsRejected(Side side) {
        Pair pair = loopback.open(side, Limits.DEFAULT);

        pair.peer().bytes(pair.peer().encode(FIN | TEXT, bytes("a"), side == Side.CLIENT));

        assertThat(pair.peer().expect(CLOSE).code()).isEqualTo(1002);
        pair.peer().close();
        assertThat(pair.ours().closing().code()).isEqualTo(Closing.PROTOCOL_ERROR);
    }

    @ParameterizedTest
    @EnumSource
    void messagesBeforeAViolationAreDelivered(Side side) {
        Pair pair = loopback.open(side, Limits.DEFAULT);

        pair.peer().text("whole");
        pair.peer().frame(CONTINUATION, bytes("a"));

        assertThat(pair.peer().expect(CLOSE).code()).isEqualTo(1002);
        assertThat(pair.ours().text()).isEqualTo("whole");
    }

    @ParameterizedTest
    @EnumSource
    void fragmentsBecomeOneMessageWithAPingInTheMiddle(Side side) {
        Pair pair = loopback.open(side, Limits.DEFAULT);
        RawPeer peer = pair.peer();

        peer.frame(TEXT, hex("61f09f"));
        peer.frame(FIN | PING, bytes("middle"));
        peer.frame(CONTINUATION, new byte[0]);
        peer.frame(CONTINUATION, hex("9880"));
        peer.frame(FIN | PONG, bytes("unasked"));
        peer.frame(FIN | CONTINUATION, bytes("z"));
        peer.frame(BINARY, hex("00ff"));
        peer.frame(FIN | CONTINUATION, hex("c0"));

        RawPeer.Frame pong = peer.expect(PONG);
        assertThat(pong.text()).isEqualTo("middle");
        assertThat(pong.masked()).as("only clients mask").isEqualTo(side == Side.CLIENT);
        assertThat(pair.ours().text()).isEqualTo("a😀z");
        assertThat(pair.ours().message()).isEqualTo(hex("00ffc0"));
    }

    @ParameterizedTest
    @EnumSource
    void framesMayArriveByteByByte(Side side) {
        Pair pair = loopback.open(side, Limits.DEFAULT);
        String text = "0123456789".repeat(30);
        ByteBuffer all = ByteBuffer.allocate(1024)
                .put(pair.peer().encode(FIN | TEXT, new byte[0]))
                .put(pair.peer().encode(FIN | PING, bytes("p")))
                .put(pair.peer().encode(FIN | TEXT, bytes(text)))
                .flip();

        while (all.hasRemaining()) {
            pair.peer().bytes(new byte[] {all.get()});
        }

        assertThat(pair.ours().text()).isEmpty();
        assertThat(pair.ours().text()).isEqualTo(text);
        assertThat(pair.peer().expect(PONG).text()).isEqualTo("p");
    }

    @ParameterizedTest
    @EnumSource
    void manyFramesMayArriveTogether(Side side) {
        Pair pair = loopback.open(side, Limits.DEFAULT);
        byte[] one = pair.peer().encode(FIN | TEXT, bytes("hello"));
        ByteBuffer all = ByteBuffer.allocate(20_000 * one.length);
        for (int i = 0; i < 20_000; i++) {
            all.put(one);
        }

        pair.peer().bytes(all.array());

        for (int i = 0; i < 20_000; i++) {
            assertThat(pair.ours().text()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @CsvSource({"SERVER,0", "SERVER,125", "CLIENT,0", "CLIENT,125"})
    void thePongHasThePayloadOfThePing(Side side, int size) {
        Pair pair = loopback.open(side, Limits.DEFAULT);
        byte[] payload = "p".repeat(size).getBytes(StandardCharsets.US_ASCII);

        pair.peer().frame(FIN | PING, payload);

        RawPeer.Frame pong = pair.peer().expect(PONG);
        assertThat(pong.first()).isEqualTo(FIN | PONG);
        assertThat(pong.payload()).isEqualTo(ByteBuffer.wrap(payload));
    }

    @ParameterizedTest
    @EnumSource
    void sentFramesFollowTheRules(Side side) {
        Pair pair = loopback.open(side, Limits.DEFAULT);

        pair.ours().connection().ping();
        RawPeer.Frame ping = pair.peer().expect(PING);
        pair.ours().connection().sendText(bytes("t"), 0, 1, Lane.DATA);
        pair.ours().connection().flush();
        RawPeer.Frame text = pair.peer().expect(TEXT);

        assertThat(ping.first()).isEqualTo(FIN | PING);
        assertThat(text.first()).isEqualTo(FIN | TEXT);
        assertThat(ping.masked()).isEqualTo(side == Side.CLIENT);
        assertThat(text.masked()).isEqualTo(side == Side.CLIENT);
    }
}

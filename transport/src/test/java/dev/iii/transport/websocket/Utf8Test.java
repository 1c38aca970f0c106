package dev.iii.transport.websocket;

import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that the result agrees with the JDK's decoder. */
class Utf8Test {

    private static final int[] EDGES = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xFF};

    private final CharsetDecoder jdk = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final CharBuffer decoded = CharBuffer.allocate(1000);

    private void compare(byte[] bytes) {
        jdk.reset();
        decoded.clear();
        boolean valid = jdk.decode(ByteBuffer.wrap(bytes), decoded, true).isUnderflow();
        if (Utf8.isValid(bytes) != valid) {
            fail("%s is valid: %s", HexFormat.of().formatHex(bytes), valid);
        }
    }

    @Test
    void onAllSequencesOfUpToTwoBytes() {
        compare(new byte[0]);
        for (int a = 0; a < 256; a++) {
            compare(new byte[] {(byte) a});
            for (int b = 0; b < 256; b++) {
                compare(new byte[] {(byte) a, (byte) b});
            }
        }
    }

    @Test
    void onLongerSequencesWithEveryLeadAndEdge() {
        for (int a = 0x7F; a < 256; a++) {
            for (int b = 0; b < 256; b++) {
                for (int c : EDGES) {
                    compare(new byte[] {(byte) a, (byte) b, (byte) c});
                    for (int d : EDGES) {
                        compare(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
                        compare(new byte[] {'x', 'x', 'x', (byte) a, (byte) b, (byte) c, (byte) d, 'y', 'y'});
                    }
                }
            }
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void onStringsWithAndWithoutInvalidBytes(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int left = random.nextInt(40); left > 0; left--) {
                switch (random.nextInt(4)) {
                    case 0 -> text.appendCodePoint(random.nextInt(0x110000));
                    case 1 -> text.appendCodePoint(0x80 + random.nextInt(0x800));
                    default -> text.append("abcdefghijkl", 0, random.nextInt(12));
                }
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            compare(bytes);
            for (int damage = random.nextInt(3); damage > 0 && bytes.length > 0; damage--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                compare(bytes);
            }
        }
    }
}

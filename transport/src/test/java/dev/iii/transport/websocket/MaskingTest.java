package dev.iii.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MaskingTest {

    /** Masks byte by byte, as specified in RFC 6455, section 5.3. */
    private static byte[] naive(byte[] bytes, int offset, int length, int key, long phase) {
        byte[] masked = bytes.clone();
        for (int i = 0; i < length; i++) {
            int shift = 24 - 8 * (int) ((phase + i) % 4);
            masked[offset + i] ^= (byte) (key >>> shift);
        }
        return masked;
    }

    @Test
    void agreesWithTheSpecificationForAllLengthsOffsetsAndPhases() {
        Random random = new Random(1);
        for (int length = 0; length < 40; length++) {
            for (int offset = 0; offset < 10; offset++) {
                for (long phase : new long[] {0, 1, 2, 3, 4, 5, 7, (1L << 33) + 2}) {
                    byte[] bytes = new byte[60];
                    random.nextBytes(bytes);
                    int key = random.nextInt();
                    byte[] expected = naive(bytes, offset, length, key, phase);
                    byte[] original = bytes.clone();

                    Masking.apply(bytes, offset, length, key, phase);
                    assertThat(bytes).isEqualTo(expected);
                    Masking.apply(bytes, offset, length, key, phase);
                    assertThat(bytes).isEqualTo(original);
                }
            }
        }
    }

    @Test
    void aPayloadCanBeMaskedInParts() {
        Random random = new Random(2);
        byte[] bytes = new byte[1000];
        random.nextBytes(bytes);
        byte[] whole = bytes.clone();
        Masking.apply(whole, 0, whole.length, 0x12345678, 0);

        for (int at = 0; at < bytes.length; ) {
            int count = Math.min(1 + random.nextInt(30), bytes.length - at);
            Masking.apply(bytes, at, count, 0x12345678, at);
            at += count;
        }

        assertThat(bytes).isEqualTo(whole);
    }

    @Test
    void keysAreNotRepeated() {
        Masking.Keys keys = new Masking.Keys();
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            seen.add(keys.next());
        }
        assertThat(seen).hasSizeGreaterThan(1_990);
    }
}

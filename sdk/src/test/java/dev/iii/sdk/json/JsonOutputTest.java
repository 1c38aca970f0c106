package dev.iii.sdk.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes that a codec writes, up to a maximum. */
class JsonOutputTest {

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (i * 31 >> 3);
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void piecesOfAnySizeAreCollected(long seed) {
        Random random = new Random(seed);
        JsonOutput output = new JsonOutput(1 << 24);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int i = 0; i < 200; i++) {
            byte[] piece = bytes(random.nextInt(random.nextBoolean() ? 20 : 20_000));
            int offset = piece.length == 0 ? 0 : random.nextInt(piece.length);
            output.write(piece, offset, piece.length - offset);
            expected.write(piece, offset, piece.length - offset);
            output.write(i);
            expected.write(i);
        }
        assertThat(output.toByteArray()).isEqualTo(expected.toByteArray());
    }

    @Test
    void onePieceAndNothingAreCollected() {
        JsonOutput output = new JsonOutput(3);
        assertThat(output.toByteArray()).isEmpty();
        output.write(bytes(3), 0, 3);
        assertThat(output.toByteArray()).isEqualTo(bytes(3));
    }

    /** A serializer may catch the exception and go on. */
    @Test
    void onceTheMaximumIsExceededNothingIsAccepted() {
        JsonOutput output = new JsonOutput(10);
        output.write(bytes(10), 0, 10);
        String problem = "it has at least 11 bytes, more than the maximum of 10; make it smaller, or use a channel for"
                + " large data";
        assertThatThrownBy(() -> output.write(1))
                .isInstanceOf(JsonCodecException.class)
                .hasMessage(problem);
        assertThatThrownBy(() -> output.write(bytes(1), 0, 0)).hasMessage(problem);
        assertThatThrownBy(output::toByteArray).hasMessage(problem);
    }

    @Test
    void theDefaultMaximumDependsOnTheHeap() {
        JsonOutput output = new JsonOutput();
        byte[] megabyte = new byte[1 << 20];
        assertThatThrownBy(() -> {
                    for (int i = 0; i <= 128; i++) {
                        output.write(megabyte, 0, megabyte.length);
                    }
                })
                .isInstanceOf(JsonCodecException.class);
    }

    @Test
    void aMaximumMustNotBeNegative() {
        assertThatThrownBy(() -> new JsonOutput(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxBytes is -1; it must not be negative");
    }
}

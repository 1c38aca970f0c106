package dev.iii.stub.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedBodyTest {

    private final ReceivedBody body = new ReceivedBody();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4096, 4097, 69_631, 69_632, 69_633, 500_000})
    void bytesAreReturnedInOrderWhateverTheSizesOfTheParts(int size) {
        Random random = new Random(size);
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        ByteBuffer sent = ByteBuffer.wrap(bytes);
        while (sent.hasRemaining()) {
            int part = Math.min(sent.remaining(), 1 + random.nextInt(100_000));
            body.append(sent.slice(sent.position(), part));
            sent.position(sent.position() + part);
        }
        assertThat(body.bytes()).isEqualTo(bytes);
        assertThat(body.heldBytes()).isBetween((long) size, size + 69_632L);
    }

    @Test
    void aDroppedBodyHoldsNothingAndAcceptsNothing() {
        body.append(ByteBuffer.wrap(new byte[10_000]));
        body.drop();
        body.append(ByteBuffer.wrap(new byte[10_000]));
        assertThat(body.heldBytes()).isZero();
        assertThat(body.bytes()).isNull();
    }
}

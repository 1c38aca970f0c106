package dev.iii.stub.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LongSetTest {

    @Test
    void behavesLikeASetOfObjects() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        LongSet set = new LongSet();
        Set<Long> expected = new HashSet<>();
        for (int i = 0; i < 200_000; i++) {
            // Many of these values have the same low bits, so that they compete for the same places.
            long value = (long) random.nextInt(6) << 32 | random.nextInt(100);
            if (random.nextBoolean()) {
                assertThat(set.add(value)).as("seed %d", seed).isEqualTo(expected.add(value));
            } else {
                set.remove(value);
                expected.remove(value);
            }
            assertThat(set.size()).as("seed %d", seed).isEqualTo(expected.size());
        }
        for (long value : expected) {
            assertThat(set.add(value)).as("seed %d", seed).isFalse();
        }
        set.clear();
        assertThat(set.size()).isZero();
        assertThat(set.add(0)).isTrue();
    }
}

package dev.iii.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.transport.websocket.GrowingBytes;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class SendQueueTest {

    private final SendQueue queue = new SendQueue();

    private void add(int bytes) {
        queue.segmentFor(bytes).put(ByteBuffer.allocate(bytes));
    }

    @Test
    void aFrameThatIsLargerThanASegmentHasAnArrayOfItsSize() {
        add(10);
        add(SendQueue.SEGMENT * 3);
        add(10);

        assertThat(queue.take(new GrowingBytes()).length()).isEqualTo(10);
        assertThat(queue.take(new GrowingBytes()).array()).hasSize(SendQueue.SEGMENT * 3);
        assertThat(queue.take(new GrowingBytes()).length()).isEqualTo(10);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void arraysAreHardlyLargerThanTheirFrames() {
        long bytes = 0;
        while (bytes < 64 << 20) {
            int frame = ThreadLocalRandom.current().nextInt(1, 300_000);
            add(frame);
            bytes += frame;
        }

        long arrays = 0;
        long largest = 0;
        Set<Integer> lengths = new HashSet<>();
        while (!queue.isEmpty()) {
            GrowingBytes segment = queue.take(new GrowingBytes());
            arrays += segment.array().length;
            largest = Math.max(largest, segment.array().length);
            lengths.add(segment.length());
        }

        assertThat(largest).isLessThanOrEqualTo(2L * SendQueue.SEGMENT);
        assertThat(arrays).isLessThan(bytes + bytes / 2);
        assertThat(lengths).hasSizeGreaterThan(1);
    }
}

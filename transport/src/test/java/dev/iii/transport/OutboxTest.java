package dev.iii.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.transport.Outbox.Flushed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {

    /** A socket that accepts a limited number of bytes. */
    private static final class Socket implements Outbox.Sink {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private int room = Integer.MAX_VALUE;
        private int writes;
        private boolean holdsBack;

        @Override
        public boolean push() {
            return !holdsBack;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            if (room < 0) {
                throw new IOException("broken");
            }
            writes++;
            int count = Math.min(room, bytes.remaining());
            for (int i = 0; i < count; i++) {
                taken.write(bytes.get());
            }
            room -= count;
            return count;
        }

        /** Returns the payloads of the accepted frames, which are short and unmasked. */
        List<String> texts() {
            List<String> texts = new ArrayList<>();
            ByteBuffer all = ByteBuffer.wrap(taken.toByteArray());
            while (all.hasRemaining()) {
                int first = all.get() & 0xFF;
                byte[] payload = new byte[all.get()];
                all.get(payload);
                texts.add((first == 0x81 ? "" : first == 0x82 ? "bin " : "raw ")
                        + new String(payload, StandardCharsets.UTF_8));
            }
            return texts;
        }
    }

    private final Socket socket = new Socket();
    private final MemoryBudget budget = new MemoryBudget(Long.MAX_VALUE);
    private final Outbox outbox = outbox(socket, 100);

    private Outbox outbox(Outbox.Sink sink, long limit) {
        return new Outbox(sink, limit, false, budget, () -> {});
    }

    private SendResult send(String text, Lane lane) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return outbox.text(bytes, 0, bytes.length, lane);
    }

    private static ByteBuffer raw(String text) {
        return ByteBuffer.allocate(2 + text.length())
                .put((byte) 0x88)
                .put((byte) text.length())
                .put(text.getBytes(StandardCharsets.US_ASCII))
                .flip();
    }

    @Test
    void framesThatAreQueuedTogetherLeaveInOneWrite() throws IOException {
        send("a", Lane.DATA);
        send("b", Lane.DATA);
        outbox.binary(new byte[] {'c'}, 0, 1, Lane.DATA);
        assertThat(outbox.queuedBytes()).isEqualTo(9);

        assertThat(outbox.flush(false)).isEqualTo(Flushed.DONE);

        assertThat(socket.texts()).containsExactly("a", "b", "bin c");
        assertThat(socket.writes).isEqualTo(1);
        assertThat(outbox.queuedBytes()).isZero();
        assertThat(outbox.flush(false)).isEqualTo(Flushed.DONE);
        assertThat(socket.writes).isEqualTo(1);
    }

    @Test
    void bytesThatAreDiscardedDuringTheirWriteAreReturnedToTheBudgetOnce() throws IOException {
        Outbox[] discarded = new Outbox[1];
        Outbox.Sink sink = bytes -> {
            discarded[0].discard();
            int count = bytes.remaining();
            bytes.position(bytes.limit());
            return count;
        };
        discarded[0] = outbox(sink, 100);
        discarded[0].text(new byte[] {'a'}, 0, 1, Lane.DATA);

        discarded[0].flush(false);

        assertThat(discarded[0].queuedBytes()).isZero();
        assertThat(budget.heldBytes()).isZero();
    }

    @Test
    void controlGoesFirstAndKeepsItsOrder() throws IOException {
        send("d1", Lane.DATA);
        send("c1", Lane.CONTROL);
        send("d2", Lane.DATA);
        outbox.encoded(raw("ping"));
        send("c2", Lane.CONTROL);

        outbox.flush(false);

        assertThat(socket.texts()).containsExactly("c1", "raw ping", "c2", "d1", "d2");
    }

    @Test
    void controlDoesNotInterruptAFrame() throws IOException {
        socket.room = 3;
        send("data", Lane.DATA);
        assertThat(outbox.flush(false)).isEqualTo(Flushed.BLOCKED);

        send("control", Lane.CONTROL);
        socket.room = 1000;
        outbox.flush(true);

        assertThat(socket.texts()).containsExactly("data", "control");
    }

    @Test
    void aFullSocketIsNotWrittenUntilItIsWritable() throws IOException {
        socket.room = 1;
        send("abc", Lane.DATA);
        assertThat(outbox.flush(false)).isEqualTo(Flushed.BLOCKED);
        assertThat(outbox.isBlocked()).isTrue();
        int writes = socket.writes;

        send("d", Lane.DATA);
        assertThat(outbox.flush(false)).isEqualTo(Flushed.DONE);
        assertThat(socket.writes).isEqualTo(writes);

        socket.room = 100;
        assertThat(outbox.flush(true)).isEqualTo(Flushed.DONE);
        assertThat(outbox.isBlocked()).isFalse();
        assertThat(socket.texts()).containsExactly("abc", "d");
    }

    @Test
    void dataIsRejectedAtTheLimitAndControlAQuarterLater() throws IOException {
        String forty = "x".repeat(38);
        assertThat(send(forty, Lane.DATA)).isEqualTo(SendResult.QUEUED);
        assertThat(send(forty, Lane.DATA)).isEqualTo(SendResult.QUEUED);
        assertThat(send(forty, Lane.DATA)).isEqualTo(SendResult.FULL);
        assertThat(send(forty, Lane.CONTROL)).isEqualTo(SendResult.QUEUED);
        assertThat(send(forty, Lane.CONTROL)).isEqualTo(SendResult.FULL);
        assertThat(send("", Lane.DATA)).isEqualTo(SendResult.FULL);

        assertThat(outbox.flush(false)).isEqualTo(Flushed.DRAINED);

        assertThat(send(forty, Lane.DATA)).isEqualTo(SendResult.QUEUED);
        assertThat(outbox.flush(false)).isEqualTo(Flushed.DONE);
    }

    @Test
    void theCloseFrameIsLastEvenIfTheOutboxIsFull() throws IOException {
        send("x".repeat(95), Lane.DATA);
        send("c".repeat(20), Lane.CONTROL);
        outbox.encoded(raw("ping that is dropped"));

        outbox.closeFrame(raw("close"));
        outbox.closeFrame(raw("second close"));
        outbox.encoded(raw("late"));

        assertThat(send("late", Lane.DATA)).isEqualTo(SendResult.CLOSED);
        assertThat(send("late", Lane.CONTROL)).isEqualTo(SendResult.CLOSED);
        assertThat(outbox.flush(false)).isEqualTo(Flushed.CLOSE_FRAME_WRITTEN);
        assertThat(socket.texts()).containsExactly("c".repeat(20), "x".repeat(95), "raw close");
    }

    @Test
    void afterADiscardNothingIsKeptOrAccepted() throws IOException {
        socket.room = 2;
        send("abc", Lane.DATA);
        outbox.flush(false);
        send("d", Lane.CONTROL);

        outbox.discard();

        assertThat(outbox.queuedBytes()).isZero();
        assertThat(budget.heldBytes()).isZero();
        assertThat(send("e", Lane.DATA)).isEqualTo(SendResult.CLOSED);
        socket.room = 100;
        assertThat(outbox.flush(true)).isEqualTo(Flushed.CLOSE_FRAME_WRITTEN);
        assertThat(socket.taken.size()).isEqualTo(2);
    }

    @Test
    void aBrokenSocketIsReportedAndADiscardReleasesTheBytesOfTheWriter() {
        socket.room = -1;
        send("abc", Lane.DATA);

        assertThatThrownBy(() -> outbox.flush(false)).isInstanceOf(IOException.class);
        outbox.discard();

        assertThat(outbox.queuedBytes()).isZero();
    }

    @Test
    void bytesThatTheSinkHoldsBlockLikeBytesThatItDidNotAccept() throws IOException {
        send("taken", Lane.DATA);
        assertThat(outbox.flush(false)).isEqualTo(Flushed.DONE);

        socket.holdsBack = true;
        assertThat(outbox.flush(false)).isEqualTo(Flushed.BLOCKED);
        assertThat(outbox.isBlocked()).isTrue();
        socket.holdsBack = false;

        assertThat(outbox.flush(true)).isEqualTo(Flushed.DONE);
        assertThat(outbox.isBlocked()).isFalse();
    }

    @Test
    void theCloseFrameIsWrittenOnlyWhenTheSinkHoldsNoBytes() throws IOException {
        outbox.closeFrame(raw("close"));
        outbox.flush(false);
        socket.holdsBack = true;

        assertThat(outbox.flush(true)).isEqualTo(Flushed.BLOCKED);
        socket.holdsBack = false;
        assertThat(outbox.flush(true)).isEqualTo(Flushed.CLOSE_FRAME_WRITTEN);
    }

    @Test
    void aDiscardDuringAWriteReleasesTheMemoryWhenTheWriteFails() {
        List<Outbox> self = new ArrayList<>();
        Outbox closing = outbox(
                bytes -> {
                    self.get(0).discard();
                    throw new IOException("closed meanwhile");
                },
                100);
        self.add(closing);
        closing.text(new byte[10], 0, 10, Lane.DATA);

        assertThatThrownBy(() -> closing.flush(false)).hasMessage("closed meanwhile");

        assertThat(closing.queuedBytes()).isZero();
        assertThat(budget.heldBytes()).isZero();
    }

    @Test
    void onlyTheNewestPongIsSent() throws IOException {
        send("c", Lane.CONTROL);
        for (int i = 0; i < 1000; i++) {
            outbox.pong(raw("pong " + i));
        }
        assertThat(outbox.queuedBytes()).isEqualTo(3 + 10);

        outbox.flush(false);

        assertThat(socket.texts()).containsExactly("c", "raw pong 999");
        assertThat(outbox.queuedBytes()).isZero();
        assertThat(budget.heldBytes()).isZero();
    }

    @Test
    void aPongThatIsBeingWrittenIsNotReplaced() throws IOException {
        socket.room = 1;
        outbox.pong(raw("first"));
        assertThat(outbox.flush(false)).isEqualTo(Flushed.BLOCKED);

        outbox.pong(raw("second"));
        outbox.pong(raw("third"));
        outbox.closeFrame(raw("close"));
        outbox.pong(raw("late"));
        socket.room = 1000;

        assertThat(outbox.flush(true)).isEqualTo(Flushed.CLOSE_FRAME_WRITTEN);
        assertThat(socket.texts()).containsExactly("raw first", "raw third", "raw close");
    }

    @Test
    void aLongQueueKeepsItsOrder() throws IOException {
        Outbox large = outbox(socket, 10 << 20);
        byte[] message = new byte[100_000];
        for (int i = 0; i < 50; i++) {
            message[0] = (byte) i;
            assertThat(large.binary(message, 0, message.length, Lane.DATA)).isEqualTo(SendResult.QUEUED);
        }
        long queued = large.queuedBytes();
        assertThat(budget.heldBytes()).isEqualTo(queued);

        assertThat(large.flush(false)).isEqualTo(Flushed.DONE);

        byte[] taken = socket.taken.toByteArray();
        assertThat(taken).hasSize((int) queued);
        int frame = taken.length / 50;
        for (int i = 0; i < 50; i++) {
            assertThat(taken[i * frame + frame - message.length]).isEqualTo((byte) i);
        }
        assertThat(budget.heldBytes()).isZero();
    }
}

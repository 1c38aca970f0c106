package dev.iii.transport;

import static dev.iii.transport.Schedules.check;

import dev.iii.transport.Outbox.Flushed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs an outbox in many schedules of several threads that send, flush and discard. */
@Tag("schedules")
class OutboxSchedulesTest {

    private static final byte[] PAYLOAD = {'a'};
    /** The length of a frame: two bytes of head, one byte of payload. */
    private static final int FRAME = 3;

    /** Counts the bytes. */
    private static final class Socket implements Outbox.Sink {

        private final int firstWrite;
        private int accepted;

        /** @param firstWrite the number of bytes that the first write accepts; the second one then accepts none */
        Socket(int firstWrite) {
            this.firstWrite = firstWrite;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // The test checks that no two threads write at the same time.
        public int write(ByteBuffer bytes) {
            int count = accepted == 0 ? Math.min(firstWrite, bytes.remaining()) : bytes.remaining();
            bytes.position(bytes.position() + count);
            accepted += count;
            return count;
        }
    }

    private static final class Fixture {
        final MemoryBudget budget;
        final Socket socket;
        final Outbox outbox;

        Fixture(MemoryBudget budget, int firstWrite) {
            this.budget = budget;
            this.socket = new Socket(firstWrite);
            this.outbox = new Outbox(socket, 100, false, budget, new Nothing());
        }

        SendResult send() {
            return outbox.text(PAYLOAD, 0, PAYLOAD.length, Lane.DATA);
        }

        Flushed flush(boolean writable) {
            try {
                return outbox.flush(writable);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Flushes like the event loop: only if the socket was blocked. */
        void flushWhileBlocked() {
            while (outbox.isBlocked()) {
                flush(true);
            }
        }
    }

    private static final class Nothing implements Runnable {
        @Override
        public void run() {}
    }

    /** Sends one frame and flushes. */
    private static final class Sender implements Runnable {

        private final Fixture fixture;
        private final Thread thread = new Thread(this);
        private volatile SendResult result = SendResult.CLOSED;

        Sender(Fixture fixture) {
            this.fixture = fixture;
        }

        @Override
        public void run() {
            result = fixture.send();
            fixture.flush(false);
        }

        void start() {
            thread.start();
        }

        void awaitEnd() {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void everyFrameIsWrittenByOneOfTheSenders() {
        Schedules.run(new TwoSenders(Integer.MAX_VALUE));
    }

    @Test
    void aFrameThatTheSocketDoesNotAcceptIsWrittenWhenItIsWritable() {
        Schedules.run(new TwoSenders(1));
    }

    private static final class TwoSenders implements Runnable {

        private final int firstWrite;

        TwoSenders(int firstWrite) {
            this.firstWrite = firstWrite;
        }

        @Override
        public void run() {
            Fixture fixture = new Fixture(new MemoryBudget(Long.MAX_VALUE), firstWrite);
            check(fixture.send() == SendResult.QUEUED, "the outbox is open");
            Sender other = new Sender(fixture);
            other.start();
            fixture.flush(false);
            other.awaitEnd();
            fixture.flushWhileBlocked();
            check(fixture.socket.accepted == 2 * FRAME, "all frames are written; bytes: " + fixture.socket.accepted);
            check(fixture.outbox.queuedBytes() == 0, "nothing waits");
            check(fixture.budget.heldBytes() == 0, "the budget is free");
        }
    }

    @Test
    void aDiscardedOutboxHoldsNothing() {
        Schedules.run(new SenderAndDiscard());
    }

    private static final class SenderAndDiscard implements Runnable {
        @Override
        public void run() {
            Fixture fixture = new Fixture(new MemoryBudget(Long.MAX_VALUE), 1);
            Sender other = new Sender(fixture);
            other.start();
            fixture.outbox.discard();
            other.awaitEnd();
            check(fixture.send() == SendResult.CLOSED, "the outbox is closed");
            check(fixture.outbox.queuedBytes() == 0, "nothing waits");
            check(fixture.budget.heldBytes() == 0, "the budget is free");
        }
    }

    @Test
    void aBudgetThatIsExceededEvictsOneOutboxOnly() {
        Schedules.run(new SharedBudget());
    }

    /** One frame fits into the budget; two do not. */
    private static final class SharedBudget implements Runnable {
        @Override
        public void run() {
            MemoryBudget budget = new MemoryBudget(2 * FRAME - 1);
            Fixture first = new Fixture(budget, 0);
            Fixture second = new Fixture(budget, 0);
            Sender other = new Sender(first);
            other.start();
            check(second.send() == SendResult.QUEUED, "the outbox is open");
            other.awaitEnd();
            check(other.result == SendResult.QUEUED, "the outbox was open");
            check(budget.heldBytes() == FRAME, "one frame remains; bytes: " + budget.heldBytes());
            check(first.outbox.queuedBytes() + second.outbox.queuedBytes() == FRAME, "one outbox was evicted");
        }
    }
}

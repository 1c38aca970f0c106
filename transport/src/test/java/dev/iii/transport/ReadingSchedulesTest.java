package dev.iii.transport;

import static dev.iii.transport.Schedules.check;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs a reading thread with user code, and its watch, in many schedules. The watch takes the reading over between any two
 * steps of the other thread, or the other thread gives the reading up. Each task must run once, only one thread at a time may
 * use what belongs to the holder, and what any task sends must be written.
 */
@Tag("schedules")
class ReadingSchedulesTest {

    private static final int TASKS = 3;

    /** The outbox of a connection. */
    private static final class Connection extends FlushMarks.Flushable {

        final AtomicInteger queued = new AtomicInteger();

        @Override
        void flushNow() {
            queued.set(0);
        }
    }

    /** What the threads share. The queue belongs to the holder, as in the event loop. */
    private static final class Loop {

        final FlushMarks marks = new FlushMarks();
        final Connection connection = new Connection();
        final Queue<Integer> tasks = new ArrayDeque<>();
        final AtomicInteger[] runs = new AtomicInteger[TASKS];
        final AtomicInteger inLoop = new AtomicInteger();
        final ReadingToken<LoopThread> token;
        final LoopThread first;
        final LoopThread second;
        /** The task in which the first thread gives the reading up; -1 if there is none. */
        final int waits;

        Loop(int waits) {
            this.waits = waits;
            for (int i = 0; i < TASKS; i++) {
                runs[i] = new AtomicInteger();
                tasks.add(i);
            }
            first = new LoopThread(this, false);
            second = new LoopThread(this, true);
            token = new ReadingToken<>(first);
        }

        /** Runs tasks like the loop. Returns {@code false} if the thread has lost the reading. */
        boolean read(LoopThread self) {
            enterLoop();
            marks.flush();
            @Nullable Integer task;
            while ((task = tasks.poll()) != null) {
                leaveLoop();
                self.section = token.enter();
                run(task, self);
                if (!token.leave(self.section)) {
                    return false;
                }
                enterLoop();
            }
            marks.flush();
            leaveLoop();
            return true;
        }

        private void enterLoop() {
            check(inLoop.incrementAndGet() == 1, "two threads run the code of the loop");
        }

        private void leaveLoop() {
            inLoop.decrementAndGet();
        }

        private void run(int task, LoopThread self) {
            runs[task].incrementAndGet();
            send(self);
            if (task == waits && self == first && token.leave(self.section)) {
                enterLoop();
                marks.flush();
                leaveLoop();
                token.free(second);
            }
            send(self);
        }

        /** Sends like a connection: a thread that has lost the reading flushes itself. */
        private void send(LoopThread self) {
            connection.queued.incrementAndGet();
            marks.mark(connection);
            if (token.holder() != self) {
                connection.flushNow();
            }
        }
    }

    private static final class LoopThread extends Thread {

        private final Loop loop;
        private final boolean watches;
        private long section;
        private volatile boolean read;

        LoopThread(Loop loop, boolean watches) {
            this.loop = loop;
            this.watches = watches;
        }

        @Override
        public void run() {
            if (watches) {
                long seen = loop.token.section();
                if (!loop.token.claim() && (seen == 0 || !loop.token.take(seen, this))) {
                    return;
                }
            }
            read = true;
            loop.read(this);
        }
    }

    private static final class Scenario implements Runnable {

        private final int waits;

        Scenario(int waits) {
            this.waits = waits;
        }

        @Override
        public void run() {
            Loop loop = new Loop(waits);
            loop.first.start();
            loop.second.start();
            join(loop.first);
            join(loop.second);
            if (!loop.second.read && loop.token.claim()) {
                // The watch has looked too early. It looks again and again, this time after the first thread has ended.
                loop.read(loop.second);
            }
            for (AtomicInteger runs : loop.runs) {
                check(runs.get() == 1, "a task runs once, not " + runs.get() + " times");
            }
            check(loop.connection.queued.get() == 0, "all is written");
        }

        private static void join(Thread thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void tasksAndMarksPassToTheThreadThatTakesTheReadingOver() {
        Schedules.run(new Scenario(-1));
    }

    @Test
    void tasksAndMarksPassToTheThreadThatClaimsTheReading() {
        Schedules.run(new Scenario(1));
    }
}

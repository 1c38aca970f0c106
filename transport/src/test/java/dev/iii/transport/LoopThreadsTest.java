package dev.iii.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The threads of a loop, without a loop. */
class LoopThreadsTest {

    /** Each thread that reads runs one task, until a task has passed the reading on. */
    private final class Reader implements LoopThreads.Reader {

        private final CompletableFuture<Thread> next = new CompletableFuture<>();
        private volatile @Nullable Thread flushed;

        @Override
        public void read() {
            if (flushedBefore.isDone()) {
                next.complete(Thread.currentThread());
            } else {
                threads.run(new Waiting());
            }
        }

        @Override
        public void flush() {
            flushed = Thread.currentThread();
        }
    }

    private final class Waiting implements UserTask {

        @Override
        public void run() {
            LoopThreads current = LoopThreads.current();
            if (current != null) {
                current.passOn();
            }
        }

        /** Called before another thread can read, except if the watch found the task running for too long. */
        @Override
        public void takenOver(Thread thread, Loss loss, StackTraceElement[] stack) {
            if (loss == Loss.WAITS) {
                waiting.complete(thread);
                flushedBefore.complete(reader.flushed == thread);
            }
        }

        @Override
        public void loopClosed() {}
    }

    private final CompletableFuture<Thread> waiting = new CompletableFuture<>();
    private final CompletableFuture<Boolean> flushedBefore = new CompletableFuture<>();
    private final Reader reader = new Reader();
    private final LoopThreads threads = new LoopThreads("threads", reader);

    @AfterEach
    void end() throws InterruptedException {
        threads.end();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Recorder.SECONDS);
        assertThat(threads.awaitEnd(deadline, deadline)).isTrue();
    }

    @Test
    void aThreadThatIsAboutToWaitFlushesBeforeAnotherThreadReads() {
        threads.start();
        assertThat(Recorder.get(flushedBefore)).isTrue();
        assertThat(Recorder.get(reader.next)).isNotSameAs(Recorder.get(waiting));
    }
}

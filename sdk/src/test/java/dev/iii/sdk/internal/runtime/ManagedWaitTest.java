package dev.iii.sdk.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManagedWaitTest {

    private static final long LONG = TimeUnit.MINUTES.toNanos(5);
    private static final int PATIENCE = 20;

    private final ForkJoinPool pool = new ForkJoinPool(1);
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private boolean signalled;

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    private long awaitSignal(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lock();
        try {
            waiting.countDown();
            while (!signalled && left > 0) {
                left = ManagedWait.awaitNanos(changed, left);
            }
            return left;
        } finally {
            lock.unlock();
        }
    }

    private void signal() {
        lock.lock();
        try {
            signalled = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Test
    void aTaskThatWaitsLetsAnotherTaskOfItsPoolRun() throws Exception {
        ForkJoinTask<Long> waiter = pool.submit(() -> awaitSignal(LONG));
        waiting.await();
        pool.submit(this::signal).get(PATIENCE, TimeUnit.SECONDS);
        assertThat(waiter.get(PATIENCE, TimeUnit.SECONDS)).isPositive();
    }

    @Test
    void aWaitOnAPoolEndsWithItsTime() throws Exception {
        assertThat(pool.submit(() -> awaitSignal(1000)).get(PATIENCE, TimeUnit.SECONDS))
                .isNotPositive();
    }

    @Test
    void aWaitElsewhereEndsWithItsTime() throws Exception {
        assertThat(awaitSignal(1000)).isNotPositive();
    }

    @Test
    void aParkedTaskIsWokenByATaskOfItsPool() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        AtomicReference<Thread> parked = new AtomicReference<>();
        ForkJoinTask<?> waiter = pool.submit(() -> {
            parked.set(Thread.currentThread());
            waiting.countDown();
            while (done.getCount() > 0) {
                ManagedWait.parkNanos(this, () -> done.getCount() == 0, LONG);
            }
        });
        waiting.await();
        pool.submit(() -> {
                    done.countDown();
                    LockSupport.unpark(parked.get());
                })
                .get(PATIENCE, TimeUnit.SECONDS);
        waiter.get(PATIENCE, TimeUnit.SECONDS);
    }

    @Test
    void aTaskWaitsOnItsThreadIfThePoolMayNotStartAnother() throws Exception {
        ForkJoinPool strict = new ForkJoinPool(
                1,
                ForkJoinPool.defaultForkJoinWorkerThreadFactory,
                null,
                false,
                0,
                1,
                1,
                pool -> false,
                1,
                TimeUnit.MINUTES);
        try {
            ForkJoinTask<Long> waiter = strict.submit(() -> awaitSignal(LONG));
            waiting.await();
            signal();
            assertThat(waiter.get(PATIENCE, TimeUnit.SECONDS)).isPositive();
        } finally {
            strict.shutdownNow();
        }
    }
}

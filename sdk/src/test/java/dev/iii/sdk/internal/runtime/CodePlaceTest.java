package dev.iii.sdk.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.transport.EventLoop;
import dev.iii.transport.UserTask;
import dev.iii.transport.UserTask.Loss;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodePlaceTest {

    private static final long PATIENCE_SECONDS = 20;

    /** Runs nothing by itself. */
    private static final class Pool implements HandlerThreads {

        private final int maxWaiting;
        private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        private final Set<Thread> adopted = ConcurrentHashMap.newKeySet();

        Pool(int maxWaiting) {
            this.maxWaiting = maxWaiting;
        }

        @Override
        public boolean tryExecute(Runnable task) {
            return tasks.size() < maxWaiting && tasks.add(task);
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        void runAll() {
            Runnable task;
            while ((task = tasks.poll()) != null) {
                task.run();
            }
        }

        @Override
        public boolean beginWait() {
            return false;
        }

        @Override
        public void endWait() {}

        @Override
        public boolean includesCurrent() {
            return adopted.contains(Thread.currentThread());
        }

        @Override
        public void adopt(Thread thread) {
            adopted.add(thread);
        }

        @Override
        public void release(Thread thread) {
            adopted.remove(thread);
        }

        @Override
        public void beforeTask() {}

        @Override
        public void beginClose() {}

        @Override
        public boolean close(long nanos) {
            return true;
        }

        @Override
        public boolean close(long nanos, long interruptedNanos) {
            return true;
        }
    }

    /** Records where and in which order tasks run. */
    private class Task extends PlacedTask {

        private final String name;

        Task(CodePlace place, String name) {
            super(place);
            this.name = name;
        }

        @Override
        protected void runCode(boolean onIoThread) {
            events.add(name + (onIoThread ? " on the I/O thread" : " on the pool"));
        }

        @Override
        protected void refused() {
            events.add(name + " refused");
        }
    }

    /** Waits until it is released. */
    private final class Blocking extends Task {

        private final CountDownLatch release = new CountDownLatch(1);
        private final CompletableFuture<Loss> adopted = new CompletableFuture<>();
        private final boolean tells;

        Blocking(CodePlace place, boolean tells) {
            super(place, "blocking");
            this.tells = tells;
        }

        @Override
        protected void runCode(boolean onIoThread) {
            super.runCode(onIoThread);
            try {
                if (tells) {
                    EventLoop.beforeWait();
                }
                assertThat(release.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        protected void adopted(Thread thread, Loss loss, StackTraceElement[] stack) {
            adopted.complete(loss);
        }
    }

    private final EventLoop loop = new EventLoop("places");
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Pool pool = new Pool(10);
    private final InvocationLoad load = new InvocationLoad(2, 10);
    private final Quickness quickness = Quickness.proven(true);
    private final CodePlace place = new CodePlace(loop, pool, quickness, load);

    @AfterEach
    void close() {
        loop.close();
    }

    private static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Runs code of the loop, and waits until the loop has run all user tasks that were queued until then. */
    private void inLoop(Runnable code) {
        CompletableFuture<Void> ran = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                code.run();
            } catch (Throwable e) {
                ran.completeExceptionally(e);
            }
            loop.runUserTask(new UserTask() {
                @Override
                public void run() {
                    ran.complete(null);
                }

                @Override
                public void takenOver(Thread thread, Loss loss, StackTraceElement[] stack) {}

                @Override
                public void loopClosed() {
                    ran.complete(null);
                }
            });
        });
        get(ran);
    }

    private boolean submit(String name) {
        return place.submit(new Task(place, name));
    }

    @Test
    void provenCodeRunsOnTheIoThreadAfterTheCodeOfTheLoop() {
        inLoop(() -> {
            submit("a");
            submit("b");
            events.add("loop");
        });
        assertThat(events).containsExactly("loop", "a on the I/O thread", "b on the I/O thread");
    }

    @Test
    void codeThatIsNotProvenRunsOnThePoolUntilItIs() {
        quickness.lost(Loss.BLOCKED);
        inLoop(() -> submit("a"));
        assertThat(events).isEmpty();
        pool.runAll();
        assertThat(events).containsExactly("a on the pool");
        for (int i = 0; i < 2 * Quickness.FIRST_PROOF; i++) {
            quickness.ran(0);
        }
        inLoop(() -> submit("b"));
        assertThat(events).containsExactly("a on the pool", "b on the I/O thread");
    }

    @Test
    void aRunOnThePoolIsMeasured() {
        quickness.lost(Loss.BLOCKED);
        for (int i = 0; i < 100_000 && !quickness.isProven(); i++) {
            submit("a");
            pool.runAll();
        }
        assertThat(quickness.isProven()).isTrue();
    }

    @Test
    void tasksOfOtherThreadsRunOnThePool() {
        assertThat(submit("a")).isTrue();
        pool.runAll();
        assertThat(events).containsExactly("a on the pool");
    }

    @Test
    void aTaskThatFindsOthersOnThePoolFollowsThem() {
        assertThat(submit("a")).isTrue();
        inLoop(() -> submit("b"));
        assertThat(events).isEmpty();
        pool.runAll();
        inLoop(() -> submit("c"));
        assertThat(events).containsExactly("a on the pool", "b on the pool", "c on the I/O thread");
    }

    @Test
    void tasksThatWaitForTheIoThreadKeepTheirOrderIfTheProofIsLost() {
        inLoop(() -> {
            submit("a");
            submit("b");
            quickness.lost(Loss.BLOCKED);
            submit("c");
        });
        pool.runAll();
        assertThat(events).containsExactly("a on the pool", "b on the pool", "c on the pool");
    }

    @Test
    void aTaskThatWaitsForTheIoThreadIsRefusedIfThePoolHasNoRoomForIt() {
        inLoop(() -> {
            for (int i = 0; i < 11; i++) {
                assertThat(submit("a" + i)).isTrue();
            }
            quickness.lost(Loss.BLOCKED);
        });
        assertThat(events).containsExactly("a10 refused");
    }

    @Test
    void tasksOfAnotherFunctionCountForTheLimitOfTheWorker() {
        CodePlace other = new CodePlace(loop, pool, Quickness.unproven(), load);
        other.submit(new Task(other, "x"));
        inLoop(() -> submit("a"));
        assertThat(events).as("one of two may run").containsExactly("a on the I/O thread");
        other.submit(new Task(other, "y"));
        inLoop(() -> submit("b"));
        pool.runAll();
        assertThat(events).containsExactly("a on the I/O thread", "x on the pool", "y on the pool", "b on the pool");
    }

    @Test
    void tooManyTasksThatWaitForTheIoThreadAreRefused() {
        List<Boolean> accepted = new ArrayList<>();
        inLoop(() -> {
            for (int i = 0; i < 14; i++) {
                accepted.add(submit("a"));
            }
        });
        assertThat(accepted).filteredOn(yes -> yes).as("2 run and 10 wait").hasSize(12);
        assertThat(events).hasSize(12);
        inLoop(() -> accepted.add(submit("b")));
        assertThat(accepted).last().isEqualTo(true);
    }

    @Test
    void aThreadThatIsAboutToWaitBecomesOneOfThePoolUntilItReturns() throws Exception {
        becomesOneOfThePool(true, Loss.WAITS);
    }

    @Test
    void aThreadThatIsBlockedBecomesOneOfThePoolUntilItReturns() throws Exception {
        becomesOneOfThePool(false, Loss.BLOCKED);
    }

    private void becomesOneOfThePool(boolean tells, Loss loss) throws Exception {
        Blocking blocking = new Blocking(place, tells);
        loop.execute(() -> place.submit(blocking));
        assertThat(get(blocking.adopted)).isEqualTo(loss);
        assertThat(quickness.isProven()).isFalse();
        assertThat(pool.adopted).hasSize(1);
        Thread thread = pool.adopted.iterator().next();
        for (int i = 0; i < 2 * Quickness.FIRST_PROOF; i++) {
            quickness.ran(0);
        }
        inLoop(() -> submit("a"));
        assertThat(events).as("the late one counts as running").containsExactly("blocking on the I/O thread");
        blocking.release.countDown();
        thread.join();
        assertThat(pool.adopted).isEmpty();
        pool.runAll();
        inLoop(() -> submit("b"));
        assertThat(events).containsExactly("blocking on the I/O thread", "a on the pool", "b on the I/O thread");
        assertThat(load.mayRun()).isTrue();
    }

    @Test
    void whatWaitsForTheIoThreadRunsOnThePoolIfTheLoopIsClosed() {
        CompletableFuture<Void> submitted = new CompletableFuture<>();
        loop.execute(() -> {
            loop.close();
            place.submit(new Task(place, "long") {
                @Override
                protected void runCode(boolean onIoThread) {
                    // Longer than the time of user code in one turn, which is then the last one.
                    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2);
                    while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                    super.runCode(onIoThread);
                }
            });
            submit("a");
            submitted.complete(null);
        });
        get(submitted);
        assertThat(loop.close(Duration.ofSeconds(PATIENCE_SECONDS))).isTrue();
        assertThat(events).containsExactly("long on the I/O thread");
        pool.runAll();
        assertThat(events).containsExactly("long on the I/O thread", "a on the pool");
    }

    /** User code that hangs at one step: the tasks of two functions and completions arrive in turns. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void codeThatHangsAtAnyStepStopsNoOtherFunctionAndLosesNothing(boolean tells) throws Exception {
        for (int step = 0; step < 12; step++) {
            hangAt(step, tells);
        }
    }

    private void hangAt(int step, boolean tells) throws Exception {
        List<Integer> ran = new CopyOnWriteArrayList<>();
        InvocationLoad both = new InvocationLoad(10, 100);
        List<CodePlace> places = List.of(
                new CodePlace(loop, pool, Quickness.proven(true), both),
                new CodePlace(loop, pool, Quickness.proven(true), both),
                new CodePlace(loop, pool, Quickness.proven(true), null));
        Blocking hanging = new Blocking(places.get(step % 3), tells);
        loop.execute(() -> {
            for (int i = 0; i < 12; i++) {
                int number = i;
                CodePlace where = places.get(i % 3);
                where.submit(
                        i == step
                                ? hanging
                                : new Task(where, "") {
                                    @Override
                                    protected void runCode(boolean onIoThread) {
                                        ran.add(number);
                                    }
                                });
            }
        });
        get(hanging.adopted);
        Thread late = pool.adopted.iterator().next();
        inLoop(() -> {});
        pool.runAll();
        assertThat(ran).hasSize(11).doesNotHaveDuplicates();
        for (int place = 0; place < 3; place++) {
            int of = place;
            assertThat(ran)
                    .filteredOn(i -> i % 3 == of)
                    .as("the order of one function")
                    .isSorted();
        }
        hanging.release.countDown();
        late.join();
        assertThat(pool.adopted).isEmpty();
        for (int i = 0; i < 10; i++) {
            assertThat(both.mayRun()).isTrue();
            both.begin();
        }
        assertThat(both.mayRun()).as("ten may run again, and no more").isFalse();
    }

    @Test
    void completionsHaveNoOrderAndNoLimits() {
        CodePlace completions = new CodePlace(loop, pool, quickness, null);
        completions.submit(new Task(completions, "a"));
        inLoop(() -> {
            for (int i = 0; i < 20; i++) {
                assertThat(completions.submit(new Task(completions, "b"))).isTrue();
            }
        });
        assertThat(events).hasSize(20).allMatch("b on the I/O thread"::equals);
        pool.runAll();
        assertThat(events).last().isEqualTo("a on the pool");
    }
}

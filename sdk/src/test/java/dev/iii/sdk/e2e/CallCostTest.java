package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Worker;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Limits what a call costs: allocated bytes, handoffs between threads, and writes to sockets. These numbers do not depend on
 * the speed of the machine. A call here is the work of both workers, with 64 calls in flight.
 *
 * <p>The limits are above what a call needs, by the share that depends on scheduling and on the state of the JIT compiler. A
 * change that makes calls cheaper should lower them.
 */
class CallCostTest {

    /** The payload and the result, about 200 bytes of JSON. */
    record Order(String sku, int quantity, double price, List<String> tags, String note) {}

    private static final Order ORDER = new Order("sku-000123", 3, 19.99, List.of("a", "b", "c"), "x".repeat(100));
    private static final int IN_FLIGHT = 64;
    private static final int WARM_UP = 10_000;
    private static final int CALLS = 5_000;
    private static final int ROUNDS = 10;
    /** The handler that makes the calls of a batch takes long, and loses the I/O thread after 20 long runs. */
    private static final int BATCHES = 20;

    /**
     * The bytes that the threads of the workers and of this test allocate for a call. 7 730 are needed, and 9 250 with virtual
     * threads.
     */
    private static final double MAX_BYTES = Runtime.version().feature() >= 21 ? 12_000 : 10_000;

    /** A handler and a completion, if each runs on a thread of a pool. */
    private static final double MAX_HANDOFFS = 2;

    /** Handler and completion together, when both are proven quick. None is needed, but a proof may be lost meanwhile. */
    private static final double MAX_PROVEN_HANDOFFS = 0.5;

    /** The write of the call and that of the result, if no two frames leave together; some writes are of other frames. */
    private static final double MAX_WRITES = 2.2;

    /** Writes of a call whose frames are sent together with those of 63 other calls. 0.07 are needed. */
    private static final double MAX_WRITES_TOGETHER = 0.25;

    @RegisterExtension
    static final Engine engine = new Engine();

    private final LongAdder handoffs = new LongAdder();
    private final String function = unique("cost");
    private final Worker caller = worker();

    /** The number of repeated results depends on time, so this worker does not repeat them. */
    private static Worker worker() {
        return engine.worker(Engine.options().repeatQuickResults(false).build()).awaitReady(PATIENCE);
    }

    private void register(boolean quick) {
        FunctionDefinition<Order> echo = FunctionDefinition.of(function, Order.class, (order, call) -> {
            countHandoff();
            return order;
        });
        worker().registerFunction(quick ? echo.quick() : echo).awaitConfirmed(PATIENCE);
    }

    @Test
    void aCallAllocatesLittle() throws Exception {
        register(false);
        call(WARM_UP);
        double least = Double.MAX_VALUE;
        // The JIT compiler removes allocations while the calls go on, sooner or later.
        for (int round = 0; round < ROUNDS && least >= MAX_BYTES; round++) {
            long before = allocatedBytes();
            call(CALLS);
            least = Math.min(least, (allocatedBytes() - before) / (double) CALLS);
        }
        assertThat(least).isLessThan(MAX_BYTES);
    }

    @Test
    void aCallIsHandedOverAtMostTwice() throws Exception {
        register(false);
        call(WARM_UP);
        handoffs.reset();
        call(CALLS);
        assertThat(handoffs.sum() / (double) CALLS).isLessThanOrEqualTo(MAX_HANDOFFS);
    }

    @Test
    void aCallIsNotHandedOverWhenItsCodeHasBeenQuickManyTimes() throws Exception {
        register(false);
        assertThat(leastHandoffs(MAX_PROVEN_HANDOFFS)).isLessThan(MAX_PROVEN_HANDOFFS);
    }

    /** Measures the handoffs of a call several times, until they are below the limit. */
    private double leastHandoffs(double limit) throws InterruptedException {
        double least = Double.MAX_VALUE;
        // The proof needs many quick runs in a row, which takes longer on a busy machine.
        for (int round = 0; round < 2 * ROUNDS && least >= limit; round++) {
            call(WARM_UP);
            handoffs.reset();
            call(CALLS);
            least = Math.min(least, handoffs.sum() / (double) CALLS);
        }
        return least;
    }

    @Test
    void aCallOfAQuickFunctionIsHandedOverAtMostOnce() throws Exception {
        register(true);
        assertThat(leastHandoffs(MAX_HANDOFFS - 1)).isLessThanOrEqualTo(MAX_HANDOFFS - 1);
    }

    @Test
    void aCallIsWrittenAtMostTwice(@TempDir Path folder) throws Exception {
        register(false);
        call(WARM_UP);
        assertThat(writes(folder.resolve("writes.jfr"), () -> call(CALLS)) / (double) CALLS)
                .isBetween(0.01, MAX_WRITES);
    }

    @Test
    void framesOfOneTurnOfTheLoopLeaveInOneWrite(@TempDir Path folder) throws Exception {
        // It is quick even before the JIT compiler has seen it, so that it stays on the I/O thread on a busy machine,
        // too.
        worker().registerFunction(
                        FunctionDefinition.of(function, (json, call) -> null).quick())
                .awaitConfirmed(PATIENCE);
        Worker other = worker();
        double least = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least >= MAX_WRITES_TOGETHER; round++) {
            Batches batches = batches(other);
            double writes = writes(folder.resolve("writes-" + round + ".jfr"), batches);
            least = Math.min(least, writes / (BATCHES * IN_FLIGHT));
        }
        assertThat(least).isBetween(0.01, MAX_WRITES_TOGETHER);
    }

    /** A quick handler runs on the I/O thread, so the calls that it makes are frames of one turn. */
    private Batches batches(Worker other) {
        String starter = unique("starter");
        AtomicReference<CountDownLatch> ended = new AtomicReference<>(new CountDownLatch(0));
        caller.registerFunction(FunctionDefinition.of(starter, (json, call) -> {
                            call(IN_FLIGHT, ended.get());
                            return null;
                        })
                        .quick())
                .awaitConfirmed(PATIENCE);
        return () -> {
            for (int i = 0; i < BATCHES; i++) {
                CountDownLatch batch = new CountDownLatch(IN_FLIGHT);
                ended.set(batch);
                other.trigger(starter, null);
                assertThat(batch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            }
        };
    }

    private void countHandoff() {
        String thread = Thread.currentThread().getName();
        if (thread.contains("-handler-") || thread.contains("-callback-")) {
            handoffs.increment();
        }
    }

    /** Makes this number of calls and waits for their results. */
    private void call(int calls) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(calls);
        AtomicInteger results = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(IN_FLIGHT);
        for (int i = 0; i < IN_FLIGHT; i++) {
            next(left, results, ended);
        }
        assertThat(ended.await(PATIENCE.toSeconds() * 3, TimeUnit.SECONDS)).isTrue();
        assertThat(results).hasValue(calls);
    }

    private void next(AtomicInteger left, AtomicInteger results, CountDownLatch ended) {
        if (left.getAndDecrement() <= 0) {
            ended.countDown();
            return;
        }
        var unused = caller.triggerAsync(function, ORDER, Order.class)
                .whenComplete((@Nullable Order order, @Nullable Throwable problem) -> {
                    countHandoff();
                    if (ORDER.equals(order)) {
                        results.incrementAndGet();
                    }
                    next(left, results, ended);
                });
    }

    /** Makes this number of calls without waiting. Each counts the latch down when it has a result. */
    private void call(int calls, CountDownLatch ended) {
        for (int i = 0; i < calls; i++) {
            var unused = caller.triggerAsync(function, null).thenRun(ended::countDown);
        }
    }

    /** Returns the bytes that all threads have allocated, except those of the stub. */
    private static long allocatedBytes() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] ids = threads.getAllThreadIds();
        ThreadInfo[] infos = threads.getThreadInfo(ids);
        long[] allocated = threads.getThreadAllocatedBytes(ids);
        long sum = 0;
        for (int i = 0; i < ids.length; i++) {
            // The information of a thread that has ended is null.
            if (infos[i] != null && !infos[i].getThreadName().startsWith("iii-stub") && allocated[i] > 0) {
                sum += allocated[i];
            }
        }
        return sum;
    }

    private interface Batches {
        void run() throws InterruptedException;
    }

    /** Makes the calls. Returns the number of writes of the workers to their sockets. */
    private static long writes(Path file, Batches calls) throws IOException, InterruptedException {
        Assumptions.assumeTrue(FlightRecorder.isAvailable(), "this JVM cannot record socket writes");
        try (Recording recording = new Recording()) {
            recording
                    .enable("jdk.SocketWrite")
                    .withThreshold(Duration.ZERO)
                    .withoutStackTrace()
                    // JDK 25 and later drop events above a rate unless that is switched off.
                    .with("throttle", "off");
            recording.start();
            calls.run();
            recording.stop();
            recording.dump(file);
        }
        // The other sockets of this process belong to the stub; their peers have other ports.
        int port = URI.create(engine.url()).getPort();
        long writes = 0;
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            if (event.getInt("port") == port) {
                writes++;
            }
        }
        return writes;
    }
}

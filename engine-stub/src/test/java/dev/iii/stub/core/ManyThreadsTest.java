package dev.iii.stub.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.Frame;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.RegisterFunction;
import dev.iii.stub.core.api.Access;
import dev.iii.stub.core.api.Announcement;
import dev.iii.stub.core.connection.WorkerConnection;
import dev.iii.stub.core.environment.RandomIds;
import dev.iii.stub.core.worker.OutboundConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Calls from many threads while workers come and go: every call ends exactly once. The seed is the repetition. */
class ManyThreadsTest {

    private static final int THREADS = 4;
    private static final int STEPS = 3_000;

    private final ManualClock clock = new ManualClock();
    private final Engine engine = new Engine(clock, new RandomIds(1), EngineSettings.DEFAULT);
    private final Map<UUID, AtomicInteger> answers = new ConcurrentHashMap<>();

    /** A connection whose frames are read by the thread that owns it. */
    private static final class Line implements OutboundConnection {
        final ConcurrentLinkedQueue<Frame> inbox = new ConcurrentLinkedQueue<>();
        volatile boolean closed;

        @Nullable
        WorkerConnection connection;

        WorkerConnection connection() {
            return Objects.requireNonNull(connection);
        }

        @Override
        public Sent send(Frame frame) {
            if (closed) {
                return Sent.CLOSED;
            }
            inbox.add(frame);
            return Sent.QUEUED;
        }

        @Override
        public long maxFrameBytes() {
            return Long.MAX_VALUE;
        }

        @Override
        public void close(String reason) {
            closed = true;
        }

        @Override
        public void abort(String reason) {
            closed = true;
        }

        @Override
        public void pauseReading() {}

        @Override
        public void resumeReading() {}

        @Override
        public String address() {
            return "test";
        }
    }

    private Line connect(String function) {
        Line line = new Line();
        line.connection = engine.connect(line, Access.OPEN);
        engine.announce(line.connection().worker(), Announcement.NONE);
        line.connection().receive(new RegisterFunction(function, null, null, null, null, null), 50);
        return line;
    }

    private void read(Line line) {
        Frame frame;
        while ((frame = line.inbox.poll()) != null) {
            if (frame instanceof InvokeFunction call) {
                UUID id = Objects.requireNonNull(call.invocationId());
                line.connection()
                        .receive(new InvocationResult(id, call.functionId(), call.data(), null, null, null), 50);
            } else if (frame instanceof InvocationResult result) {
                AtomicInteger count = answers.get(result.invocationId());
                if (count != null) {
                    count.incrementAndGet();
                }
            }
        }
    }

    /** One thread: a caller that stays, and an owner that keeps leaving and coming back. */
    private Void work(int self, long seed) {
        Random random = new Random(seed);
        Line caller = connect("caller-" + self);
        Line owner = connect("f-" + self);
        for (int step = 0; step < STEPS; step++) {
            int dice = random.nextInt(100);
            if (dice < 70) {
                UUID id = engine.newId();
                answers.put(id, new AtomicInteger());
                caller.connection()
                        .receive(
                                new InvokeFunction(
                                        id,
                                        "f-" + random.nextInt(THREADS),
                                        RawJson.EMPTY_OBJECT,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null),
                                50);
            } else if (dice < 72) {
                owner.connection().disconnected("leaves");
                owner.closed = true;
                owner = connect("f-" + self);
            } else if (dice < 95) {
                read(owner);
            }
            read(caller);
        }
        owner.connection().disconnected("end");
        return readToTheEnd(caller);
    }

    private final AtomicInteger working = new AtomicInteger(THREADS);

    private Void readToTheEnd(Line caller) {
        working.decrementAndGet();
        while (working.get() > 0) {
            read(caller);
            Thread.onSpinWait();
        }
        read(caller);
        return null;
    }

    @RepeatedTest(10)
    void everyCallEndsOnce(RepetitionInfo repetition) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int self = i;
                long seed = repetition.getCurrentRepetition() * 1000L + i;
                tasks.add(() -> work(self, seed));
            }
            for (Future<Void> task : pool.invokeAll(tasks)) {
                task.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(engine.callsInFlight()).isZero();
        assertThat(answers)
                .hasSizeGreaterThan(STEPS)
                .allSatisfy((id, count) -> assertThat(count).hasValue(1));
        assertThat(engine.workers())
                .allSatisfy(worker -> assertThat(worker.activeInvocations()).isZero());
        assertThat(clock.alarms()).isZero();
    }
}

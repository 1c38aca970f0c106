package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.channel.ChannelException;
import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.channel.ChannelWriter;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.policy.RetryPolicy;
import dev.iii.sdk.state.StateUpdate;
import dev.iii.sdk.stream.StreamConsumer;
import dev.iii.sdk.trigger.CronTrigger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing waits without end: an engine takes connections and says nothing, from the beginning or from some moment on. */
class SilentEngineTest {

    private static final Duration SOON = Duration.ofMillis(200);
    /** A second, and what a busy machine adds. */
    private static final Duration MACHINE = Duration.ofSeconds(4);

    private static final int PIECE = 64 << 10;
    /** More than any buffer on the way takes. */
    private static final int PIECES = 2_000;

    @RegisterExtension
    static final Engine engine = new Engine();

    private interface Operation {
        void run(Worker worker) throws Exception;
    }

    private static ChannelRef ref(ChannelRef.Direction direction) {
        return new ChannelRef(UUID.randomUUID().toString(), "key", direction);
    }

    private static ChannelReader reader(Worker worker) {
        return worker.openReader(ref(ChannelRef.Direction.READ)).idleTimeout(SOON);
    }

    private static ChannelWriter writer(Worker worker) {
        return worker.openWriter(ref(ChannelRef.Direction.WRITE)).idleTimeout(SOON);
    }

    private static Map<String, Operation> calls() {
        RetryPolicy twice = RetryPolicy.DEFAULT.withMaxAttempts(2).withPerAttempt(Duration.ofMillis(50));
        Map<String, Operation> calls = new LinkedHashMap<>();
        calls.put("trigger", worker -> worker.trigger("f", 1));
        calls.put("idempotent", worker -> worker.trigger(Call.to("f", 1).idempotent(twice)));
        calls.put("enqueue", worker -> worker.trigger(Call.to("f", 1).enqueue("default")));
        calls.put("publish", worker -> worker.publish("topic", 1));
        calls.put("state get", worker -> worker.state().get("scope", "key", String.class));
        calls.put("state set", worker -> worker.state().set("scope", "key", 1));
        calls.put(
                "state update",
                worker -> worker.state()
                        .update("scope", "key", StateUpdate.create().set("a", 1)));
        calls.put("state list", worker -> worker.state().list("scope", String.class));
        calls.put("stream get", worker -> worker.streams().get("stream", "group", "item", String.class));
        calls.put("durable publish", worker -> worker.queues().publish("topic", 1));
        calls.put("configuration", worker -> worker.configuration().get("id", String.class));
        calls.put("discovery", worker -> worker.discovery().workers());
        calls.put("createChannel", Worker::createChannel);
        calls.put(
                "function",
                worker -> worker.registerFunction("f", (json, call) -> null).awaitConfirmed(SOON));
        calls.put(
                "trigger registration",
                worker -> worker.registerTrigger(CronTrigger.expression("0 0 0 1 1 *"), "f")
                        .awaitConfirmed(SOON));
        return calls;
    }

    private static Map<String, Operation> channels() {
        Map<String, Operation> channels = new LinkedHashMap<>();
        channels.put("next", worker -> reader(worker).next());
        channels.put("read", worker -> reader(worker).inputStream().readNBytes(1));
        channels.put("write", worker -> {
            ChannelWriter writer = writer(worker);
            for (int i = 0; i < PIECES; i++) {
                writer.write(new byte[PIECE]);
            }
        });
        channels.put("close of a writer", worker -> {
            ChannelWriter writer = writer(worker);
            writer.outputStream();
            writer.close();
        });
        return channels;
    }

    private static WorkerOptions options() {
        return Engine.options().callTimeout(SOON).drainTimeout(SOON).build();
    }

    /** How an operation that runs in a thread of its own ends; that it does is the point. */
    private static @Nullable Throwable end(Operation operation, Worker worker) throws Exception {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            operation.run(worker);
            return true;
        });
        Thread thread = new Thread(task, unique("operation"));
        thread.start();
        try {
            assertThat(task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    /** On one worker, since closing it takes its time with an engine that does not answer. */
    private static void eachEnds(SilentPeer.Kind kind, Map<String, Operation> operations, Class<?> how)
            throws Exception {
        try (SilentPeer peer = SilentPeer.of(kind)) {
            Worker worker = peer.connect(engine, options());
            for (Map.Entry<String, Operation> operation : operations.entrySet()) {
                assertThat(end(operation.getValue(), worker))
                        .as(operation.getKey())
                        .isInstanceOf(how);
            }
            assertThat(end(Worker::close, worker)).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(SilentPeer.Kind.class)
    void everyCallEndsWithItsTimeout(SilentPeer.Kind kind) throws Exception {
        eachEnds(kind, calls(), CallTimeoutException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = SilentPeer.Kind.class,
            names = {"TCP", "WEB_SOCKET"})
    void everyOperationOnAChannelEndsWithItsIdleTimeout(SilentPeer.Kind kind) throws Exception {
        eachEnds(kind, channels(), ChannelException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = SilentPeer.Kind.class,
            names = {"TCP", "WEB_SOCKET"})
    void awaitReadyEndsWithItsTimeout(SilentPeer.Kind kind) throws Exception {
        try (SilentPeer peer = SilentPeer.of(kind)) {
            Worker worker = peer.connect(engine, options());
            assertThat(end(waiting -> waiting.awaitReady(SOON), worker)).isInstanceOf(CallTimeoutException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(SilentPeer.Kind.class)
    void shutdownEndsWithTheDrainTime(SilentPeer.Kind kind) throws Exception {
        try (SilentPeer peer = SilentPeer.of(kind)) {
            Worker worker = peer.connect(engine, options());
            var unused = worker.triggerAsync(Call.to("f", 1).timeout(PATIENCE));
            worker.registerFunction("g", (json, call) -> null);
            long began = System.nanoTime();
            assertThat(end(closing -> closing.shutdown(SOON), worker)).isNull();
            // The engine does not answer the close frame. It is given less than a second for it; the rest is for this
            // machine.
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON.plus(MACHINE));
            assertThat(worker.status()).isEqualTo(WorkerStatus.CLOSED);
            Engine.awaitNoThreads();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SilentPeer.Kind.class,
            names = {"TCP", "WEB_SOCKET"})
    void aCallWithoutReplyWaitsForTheConnectionNotLongerThanItsTimeout(SilentPeer.Kind kind) throws Exception {
        try (SilentPeer peer = SilentPeer.of(kind)) {
            Worker worker = peer.connect(engine, options());
            Throwable end = end(calling -> calling.trigger(Call.to("f", 1).withoutReply()), worker);
            assertThat(end)
                    .isInstanceOfSatisfying(
                            CallTimeoutException.class,
                            timeout -> assertThat(timeout.mayHaveRun()).isFalse());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SilentPeer.Kind.class,
            names = {"TCP", "WEB_SOCKET"})
    void aStreamConsumerEndsItsWaitAndItself(SilentPeer.Kind kind) throws Exception {
        try (SilentPeer peer = SilentPeer.of(kind);
                Worker other = Iii.registerWorker(engine.url(), options())) {
            Operation operation = unused -> {
                try (StreamConsumer consumer = Iii.connectStreams(peer.url())) {
                    assertThat(consumer.awaitConnected(SOON)).isEqualTo(kind == SilentPeer.Kind.WEB_SOCKET);
                    consumer.join("stream", "group", String.class, event -> {});
                }
            };
            assertThat(end(operation, other)).isNull();
        }
    }
}

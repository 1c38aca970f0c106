package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static dev.iii.sdk.e2e.Failing.failure;
import static dev.iii.sdk.e2e.Failing.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.InvokeFunction;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerLimits;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.call.EnqueueReceipt;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.OutcomeUnknownException;
import dev.iii.sdk.error.OverloadedException;
import dev.iii.sdk.error.WorkerClosedException;
import dev.iii.sdk.trigger.SubscribeTrigger;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls without reply, calls into queues, and messages to topics, when something goes wrong. */
class OneWayFailuresTest extends FailuresTestBase {

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String topic = unique("topic");

    OneWayFailuresTest() {
        super(engine);
    }

    /** Waits until the call has left, and breaks the connection before it is answered. */
    private static void breakAfter(String functionId, FakeEngine.Peer peer) throws InterruptedException {
        InvokeFunction call;
        do {
            call = peer.next(InvokeFunction.class);
        } while (!call.functionId().equals(functionId));
        peer.connection().abort("pulled the plug");
    }

    // ---------------------------------------------------------------- without reply

    @Test
    void aCallWithoutReplyWaitsForAConnectionAndIsSentOnce() throws Exception {
        Worker worker = worker();
        worker.registerFunction(function, handler);
        handler.go();
        cutOff(worker);
        CompletableFuture<Void> sent = worker.triggerAsync(Call.to(function, 1).withoutReply());
        assertThat(sent).isNotDone();
        stub.faults().heal();
        assertThat(result(sent)).isNull();
        assertThat(worker.trigger(function, 2).text()).isEqualTo("2");
        Awaitility.await().atMost(PATIENCE).until(() -> handler.runs() == 2);
    }

    @Test
    void aCallWithoutReplyThatWaitsEndsWithItsWorkerAndHasNotRun() throws Exception {
        Worker worker = worker();
        cutOff(worker);
        CompletableFuture<Void> waiting =
                worker.triggerAsync(Call.to(function, 1).withoutReply());
        worker.close();
        CallException failure = failure(waiting);
        assertThat(failure).isInstanceOf(WorkerClosedException.class);
        assertThat(failure.mayHaveRun()).isFalse();
    }

    @Test
    void whatBecomesOfACallWithoutReplyThatWasSentIsToldToNobody() throws Exception {
        try (FakeEngine fake = new FakeEngine()) {
            Worker worker = engine.worker(fake.url(), Engine.options().build()).awaitReady(PATIENCE);
            CompletableFuture<Void> sent =
                    worker.triggerAsync(Call.to(function, 1).withoutReply());
            breakAfter(function, fake.accept());
            assertThat(result(sent)).isNull();
        }
    }

    @Test
    void aCallWithoutReplyThatFindsNoRoomIsRefusedHere() throws Exception {
        Worker worker = worker(Engine.options().limits(WorkerLimits.DEFAULT.withQueuedCalls(1, 1 << 16)));
        cutOff(worker);
        var unused = worker.triggerAsync(Call.to(function, 1).withoutReply());
        CallException failure = failure(worker.triggerAsync(Call.to(function, 2).withoutReply()));
        assertThat(failure).isInstanceOf(OverloadedException.class);
        assertThat(failure.mayHaveRun()).isFalse();
    }

    // ---------------------------------------------------------------- into a queue

    @Test
    void aCallIntoAQueueWaitsForAConnection() throws Exception {
        Worker worker = worker();
        worker.registerFunction(function, handler).awaitConfirmed(PATIENCE);
        handler.go();
        cutOff(worker);
        CompletableFuture<EnqueueReceipt> receipt =
                worker.triggerAsync(Call.to(function, 1).enqueue("default"));
        stub.faults().heal();
        assertThat(result(receipt).messageReceiptId()).isNotBlank();
        Awaitility.await().atMost(PATIENCE).until(() -> handler.runs() == 1);
    }

    @Test
    void aReceiptThatIsLostIsAnUnknownOutcome() throws Exception {
        try (FakeEngine fake = new FakeEngine()) {
            Worker worker = engine.worker(fake.url(), Engine.options().build()).awaitReady(PATIENCE);
            CompletableFuture<EnqueueReceipt> receipt =
                    worker.triggerAsync(Call.to(function, 1).enqueue("default"));
            breakAfter(function, fake.accept());
            CallException failure = failure(receipt);
            assertThat(failure).isInstanceOf(OutcomeUnknownException.class);
            assertThat(failure.mayHaveRun()).isTrue();
        }
    }

    @Test
    void aCallWithAReceiptIsMadeAgainWhenTheConnectionBreaksWhileItsHandlerRuns() throws Exception {
        Worker worker = worker();
        worker.registerFunction(function, handler).awaitConfirmed(PATIENCE);
        worker.trigger(Call.to(function, 1).enqueue("default"));
        handler.awaitRun();
        stub.faults().dropConnections();
        Awaitility.await().atMost(PATIENCE).until(() -> handler.runs() == 2);
    }

    // ---------------------------------------------------------------- to a topic

    @Test
    void aMessageThatIsNotAnsweredForIsAnUnknownOutcome() throws Exception {
        try (FakeEngine fake = new FakeEngine()) {
            Worker worker = engine.worker(fake.url(), Engine.options().build()).awaitReady(PATIENCE);
            CompletableFuture<Void> published = worker.publishAsync(topic, 1);
            breakAfter("publish", fake.accept());
            CallException failure = failure(published);
            assertThat(failure).isInstanceOf(OutcomeUnknownException.class);
            assertThat(failure.mayHaveRun()).isTrue();
        }
    }

    private BlockingQueue<Integer> subscribe(Worker subscriber) {
        BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
        subscriber.registerFunction(function, Integer.class, (n, call) -> seen.add(n));
        subscriber.registerTrigger(SubscribeTrigger.topic(topic), function).awaitConfirmed(PATIENCE);
        return seen;
    }

    private static @Nullable Integer next(BlockingQueue<Integer> seen) throws InterruptedException {
        return seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void aSubscriberThatIsAwayMissesTheMessage() throws Exception {
        Worker publisher = worker();
        Worker subscriber = worker();
        BlockingQueue<Integer> first = subscribe(subscriber);
        publisher.publish(topic, 1);
        assertThat(next(first)).isEqualTo(1);
        subscriber.close();
        publisher.publish(topic, 2);
        BlockingQueue<Integer> second = subscribe(worker());
        publisher.publish(topic, 3);
        assertThat(next(second)).isEqualTo(3);
        assertThat(first).isEmpty();
    }

    @Test
    void subscriptionsAreBackAfterTheConnectionBroke() throws Exception {
        Worker worker = worker();
        BlockingQueue<Integer> seen = subscribe(worker);
        cutOff(worker);
        stub.faults().heal();
        worker.awaitReady(PATIENCE);
        worker.publish(topic, 1);
        assertThat(next(seen)).isEqualTo(1);
    }
}

package dev.iii.stub.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.EngineSettings;
import dev.iii.stub.core.TestEngine;
import dev.iii.stub.core.TestPeer;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.channel.Channel;
import dev.iii.stub.core.channel.Channel.Reader.Read;
import dev.iii.stub.core.channel.ChannelMessage;
import dev.iii.stub.core.worker.WorkerMemory;
import dev.iii.stub.json.JsonText;
import dev.iii.stub.net.SharedWorkerMemory;
import dev.iii.transport.Limits;
import dev.iii.transport.SharedLimits;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Tests the lifetime of channels. The test controls the time. */
class OpenChannelsTest {

    private final TestEngine test = new TestEngine(new ChannelWorker(Limits.DEFAULT, SharedLimits.ofProcess()));
    private final OpenChannels channels = new OpenChannels(test.engine, SharedLimits.ofProcess());

    @Test
    void anUnusedChannelIsRemovedAfterFiveMinutes() {
        Channel channel = channels.open(64);
        AtomicInteger more = new AtomicInteger();
        Channel.Reader reader = channel.takeReader(more::incrementAndGet).orElseThrow();
        assertThat(reader.poll()).isEqualTo(Read.NOTHING);
        test.clock.advance(Duration.ofMinutes(5).minusSeconds(1));
        assertThat(channels.count()).isEqualTo(1);
        test.clock.advance(Duration.ofMinutes(1));
        assertThat(channels.count()).isZero();
        assertThat(more).hasValue(1);
        assertThat(reader.poll()).isEqualTo(Read.END);
        assertThat(channel.takeWriter(() -> {})).isEmpty();
    }

    @Test
    void aChannelWithBothEndsTakenIsNotRemoved() {
        Channel channel = channels.open(64);
        channel.takeReader(() -> {});
        Channel.Writer writer = channel.takeWriter(() -> {}).orElseThrow();
        test.clock.advance(Duration.ofMinutes(20));
        assertThat(channels.count()).isEqualTo(1);
        writer.close();
    }

    @Test
    void aChannelIsRemovedWhenBothEndsHaveClosed() {
        Channel first = channels.open(64);
        Channel.Reader reader = first.takeReader(() -> {}).orElseThrow();
        Channel.Writer writer = first.takeWriter(() -> {}).orElseThrow();
        writer.close();
        assertThat(channels.count()).isEqualTo(1);
        reader.close();
        assertThat(channels.count()).isZero();
        Channel second = channels.open(64);
        reader = second.takeReader(() -> {}).orElseThrow();
        writer = second.takeWriter(() -> {}).orElseThrow();
        reader.close();
        assertThat(channels.count()).isEqualTo(1);
        writer.close();
        assertThat(channels.count()).isZero();
        test.clock.advance(Duration.ofMinutes(1));
        assertThat(test.clock.alarms()).isZero();
    }

    @Test
    void withoutChannelsThereIsNoPeriodicCheck() {
        channels.open(64).remove();
        test.clock.advance(Duration.ofMinutes(2));
        assertThat(test.clock.alarms()).isZero();
        channels.open(64);
        channels.close();
        assertThat(channels.count()).isZero();
        assertThat(test.clock.alarms()).isZero();
    }

    @Test
    void onlyTheRightKeyFindsAChannel() {
        StoredChannel channel = (StoredChannel) channels.open(64);
        String[] key = new String[1];
        channel.readerReference().forEachField((name, value) -> {
            if (name.equals("access_key")) {
                key[0] = JsonText.string(value);
            }
        });
        assertThat(channels.find(channel.id(), key[0])).containsSame(channel);
        assertThat(channels.find(channel.id(), key[0] + "x")).isEmpty();
        assertThat(channels.find("nope", key[0])).isEmpty();
    }

    @Test
    void theBufferSizeIsChecked() {
        TestPeer worker = test.worker("a");
        for (String size : new String[] {"-1", "1.5", "\"x\"", "true", "18446744073709551616"}) {
            worker.says("{\"type\":\"invokefunction\",\"invocation_id\":\"" + TestEngine.id(7)
                    + "\",\"function_id\":\"engine::channels::create\",\"data\":{\"buffer_size\":" + size + "}}");
            assertThat(worker.heard()).singleElement().asString().contains("deserialization_error");
        }
        for (String size : new String[] {"0", "1", "5000", "18446744073709551615", "null"}) {
            worker.says("{\"type\":\"invokefunction\",\"invocation_id\":\"" + TestEngine.id(7)
                    + "\",\"function_id\":\"engine::channels::create\",\"data\":{\"buffer_size\":" + size + "}}");
            assertThat(worker.heard()).singleElement().asString().doesNotContain("error=ErrorBody");
        }
    }

    private static String create(long id) {
        return "{\"type\":\"invokefunction\",\"invocation_id\":\"" + TestEngine.id(id)
                + "\",\"function_id\":\"engine::channels::create\",\"data\":{}}";
    }

    /** Creates channels until one is refused, and returns how many were created. */
    private static int createUntilRefused(TestPeer worker) {
        for (int created = 0; created < 100_000; created++) {
            worker.says(create(created));
            InvocationResult result = (InvocationResult) worker.heard().get(0);
            ErrorBody error = result.error();
            if (error != null) {
                assertThat(error.code()).isEqualTo("overloaded");
                assertThat(error.message()).startsWith("The channel was not created: ");
                assertThat(error.stacktrace()).isEqualTo("iii:not-run");
                return created;
            }
        }
        throw new AssertionError("no channel was refused");
    }

    @Test
    void channelsOfOneWorkerAreRefusedAtTheLimitAndOthersHaveTheirs() {
        TestEngine small = new TestEngine(
                new EngineSettings(
                        Duration.ofSeconds(5),
                        1 << 20,
                        WorkerMemory.UNLIMITED,
                        SharedWorkerMemory.ofPending(SharedLimits.forHeap(4 << 20))),
                new ChannelWorker(Limits.DEFAULT, SharedLimits.ofProcess()));
        TestPeer other = small.worker("other");
        TestPeer worker = small.worker("worker");
        int created = createUntilRefused(worker);
        assertThat(created).isBetween(500, 2_000);
        other.says(create(1));
        assertThat(((InvocationResult) other.heard().get(0)).error()).isNull();
        assertThat(worker.closed()).isNull();

        small.clock.advance(Duration.ofMinutes(6));
        assertThat(createUntilRefused(worker)).as("after they were removed").isEqualTo(created);
        worker.leaves();
        assertThat(createUntilRefused(small.worker("next")))
                .as("also if others have left without using theirs")
                .isEqualTo(created);
    }

    @Test
    void channelsThatTheEngineItselfCreatesAreLimited() {
        Outcome[] outcome = new Outcome[1];
        for (long i = 0; i < OpenChannels.MAX_UNOWNED; i++) {
            test.engine.invoke(Call.of("engine::channels::create", RawJson.EMPTY_OBJECT), o -> outcome[0] = o);
        }
        assertThat(outcome[0]).isInstanceOf(Outcome.Value.class);
        test.engine.invoke(Call.of("engine::channels::create", RawJson.EMPTY_OBJECT), o -> outcome[0] = o);
        assertThat(outcome[0])
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        failure -> assertThat(failure.error().code()).isEqualTo("overloaded"));
        test.clock.advance(Duration.ofMinutes(6));
        test.engine.invoke(Call.of("engine::channels::create", RawJson.EMPTY_OBJECT), o -> outcome[0] = o);
        assertThat(outcome[0]).isInstanceOf(Outcome.Value.class);
    }

    @Test
    void theChannelsOfAWorkerStayWhenItLeavesAndAreRemovedWhenItUsesTooMuchMemory() {
        TestPeer worker = test.worker("worker");
        TestPeer other = test.worker("other");
        StoredChannel used = (StoredChannel) channels.openFor(worker.worker(), 64);
        Channel.Reader reader = used.takeReader(() -> {}).orElseThrow();
        Channel.Writer writer = used.takeWriter(() -> {}).orElseThrow();
        Channel waiting = channels.openFor(worker.worker(), 64);
        Channel.Reader lonely = waiting.takeReader(() -> {}).orElseThrow();
        channels.openFor(other.worker(), 64);
        worker.leaves();
        assertThat(channels.count()).isEqualTo(3);

        channels.evicted(worker.worker());
        assertThat(channels.count()).isEqualTo(1);
        assertThat(lonely.poll()).as("no writer can connect").isEqualTo(Read.END);
        writer.offer(ChannelMessage.text(new byte[] {'a'}));
        assertThat(reader.poll()).as("ends that are connected go on").isInstanceOf(Read.Message.class);
    }
}

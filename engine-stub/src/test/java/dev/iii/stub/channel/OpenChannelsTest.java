package dev.iii.stub.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.stub.core.TestEngine;
import dev.iii.stub.core.TestPeer;
import dev.iii.stub.core.channel.Channel;
import dev.iii.stub.core.channel.Channel.Reader.Read;
import dev.iii.stub.json.JsonText;
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
}

package dev.iii.stub.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.stub.ChannelClient;
import dev.iii.stub.DedicatedThread;
import dev.iii.stub.EngineStub;
import dev.iii.stub.StalledCounter;
import dev.iii.stub.TestClient;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Tests both ends of channels over real sockets. */
class ChannelSocketsTest {

    private static final long MIB = 1 << 20;

    private final EngineStub stub = EngineStub.start();
    private final URI url = stub.workerUrl();

    @AfterEach
    void stop() {
        stub.close();
    }

    private JsonNode newChannel() {
        try (TestClient worker = new TestClient(url)) {
            worker.hears();
            worker.says("{\"type\":\"invokefunction\",\"invocation_id\":\"11111111-1111-4111-8111-111111111111\","
                    + "\"function_id\":\"engine::channels::create\",\"data\":{}}");
            return worker.hears().get("result");
        }
    }

    @Test
    void aSlowReaderStopsTheWriterAndNothingIsLost() {
        JsonNode channel = newChannel();
        long total = 256 * MIB;
        AtomicLong sent = new AtomicLong();
        try (ChannelClient reader = new ChannelClient(url, channel.get("reader"), true).stopsReading();
                ChannelClient writer = new ChannelClient(url, channel.get("writer"), false)) {
            CompletableFuture<Void> writing = DedicatedThread.run(() -> writer.writes(total, 64 << 10, sent));
            assertThat(StalledCounter.of(sent)).isLessThan(64 * MIB);
            reader.readsAgain();
            writing.join();
            writer.leaves();
            assertThat(reader.hears()).isEqualTo("closed");
            assertThat(reader.counted()).isEqualTo(total);
        }
    }

    @Test
    void aWriterWithoutReaderIsStoppedWhenTheChannelIsFull() {
        JsonNode channel = newChannel();
        long total = 128 * MIB;
        AtomicLong sent = new AtomicLong();
        try (ChannelClient writer = new ChannelClient(url, channel.get("writer"), false)) {
            CompletableFuture<Void> writing = DedicatedThread.run(() -> writer.writes(total, 1 << 20, sent));
            assertThat(StalledCounter.of(sent)).isLessThan(64 * MIB);
            try (ChannelClient reader = new ChannelClient(url, channel.get("reader"), true)) {
                writing.join();
                Awaitility.await()
                        .untilAsserted(() -> assertThat(reader.counted()).isEqualTo(total));
            }
        }
    }

    @Test
    void aDroppedWriterEndsTheReaderAfterTheReceivedMessages() {
        JsonNode channel = newChannel();
        try (ChannelClient reader = new ChannelClient(url, channel.get("reader"), false)) {
            try (ChannelClient writer = new ChannelClient(url, channel.get("writer"), false)) {
                writer.saysText("é").saysBytes("b").saysText("");
                assertThat(reader.hears()).isEqualTo("text é");
            }
            assertThat(reader.hears()).isEqualTo("bytes b");
            assertThat(reader.hears()).isEqualTo("text ");
            assertThat(reader.hears()).isEqualTo("closed");
        }
    }

    @Test
    void aWriterIsClosedAfterItsReaderDisconnects() {
        JsonNode channel = newChannel();
        try (ChannelClient writer = new ChannelClient(url, channel.get("writer"), false)) {
            try (ChannelClient reader = new ChannelClient(url, channel.get("reader"), true)) {
                assertThat(reader.counted()).isZero();
            }
            writer.writes(Long.MAX_VALUE, 64 << 10, new AtomicLong());
            assertThat(writer.hears()).isEqualTo("closed");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "key=wrong&dir=read, 404",
        "key=&dir=read, 404",
        "dir=read, 400",
        "key=wrong, 400",
        "key=wrong&dir=READ, 400",
        "x, 400"
    })
    void aRequestWithoutKeyOrDirectionIsRefusedAtTheUpgrade(String query, String status) {
        String id = newChannel().at("/reader/channel_id").stringValue();
        try (ChannelClient visitor = new ChannelClient(url, id, query, false)) {
            assertThat(visitor.refusal()).contains(status);
        }
        try (ChannelClient visitor = new ChannelClient(url, id + "/x", "key=a&dir=read", false)) {
            assertThat(visitor.refusal()).contains("404");
        }
    }
}

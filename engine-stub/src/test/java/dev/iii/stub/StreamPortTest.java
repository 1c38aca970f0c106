package dev.iii.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests consumers over real sockets. */
class StreamPortTest {

    private static final int CROWD = 200;
    private static final String JOIN =
            "{\"type\":\"join\",\"data\":{\"subscriptionId\":\"1\",\"streamName\":\"s\",\"groupId\":\"g\"}}";

    private static String call(String function, String data) {
        return "{\"type\":\"invokefunction\",\"invocation_id\":\"11111111-1111-4111-8111-111111111111\",\"function_id\":\""
                + function + "\",\"data\":" + data + "}";
    }

    private static TestClient worker(EngineStub stub) {
        TestClient client = new TestClient(stub.workerUrl());
        assertThat(client.hears().get("type").stringValue()).isEqualTo("workerregistered");
        return client;
    }

    private static TestClient consumer(EngineStub stub) {
        TestClient consumer = new TestClient(stub.streamUrl());
        consumer.says(JOIN);
        assertThat(consumer.hears().at("/event/type").stringValue()).isEqualTo("sync");
        return consumer;
    }

    @Test
    void everyOneOfManyConsumersGetsEveryEvent() {
        List<TestClient> crowd = new ArrayList<>();
        try (EngineStub stub = EngineStub.start();
                TestClient worker = worker(stub)) {
            for (int i = 0; i < CROWD; i++) {
                crowd.add(consumer(stub));
            }
            for (int n = 0; n < 10; n++) {
                worker.says(call("stream::set", "[\"s\",\"g\",\"i\"," + n + "]"));
            }
            for (TestClient consumer : crowd) {
                for (int n = 0; n < 10; n++) {
                    assertThat(consumer.hears().at("/event/data").intValue()).isEqualTo(n);
                }
            }
        } finally {
            crowd.forEach(TestClient::close);
        }
    }

    @Test
    void consumerThatDoesNotReadIsDroppedAndTheOthersAreStillServed() {
        StubOptions options = StubOptions.builder()
                .maxMessageBytes(1 << 20)
                .maxOutboxBytes(2 << 20)
                .build();
        String large = "\"" + "x".repeat(500_000) + "\"";
        try (EngineStub stub = EngineStub.start(options);
                TestClient worker = worker(stub);
                TestClient slow = consumer(stub);
                TestClient quick = consumer(stub)) {
            worker.says("{\"type\":\"registerfunction\",\"id\":\"onleave\"}");
            worker.says("{\"type\":\"registertrigger\",\"id\":\"l\",\"trigger_type\":\"stream:leave\","
                    + "\"function_id\":\"onleave\",\"config\":{}}");
            worker.says(call("engine::workers::register", "{}"));
            assertThat(worker.hears().at("/result/success").booleanValue()).isTrue();
            slow.connection().pauseReading();
            boolean left = false;
            for (int sent = 0; !left; sent++) {
                assertThat(sent).isLessThan(1000);
                worker.says(call("stream::send", "[\"s\",\"g\",null,\"t\"," + large + "]"));
                assertThat(quick.hears().at("/event/event/type").stringValue()).isEqualTo("t");
                left = worker.hears().get("type").stringValue().equals("invokefunction");
            }
            slow.connection().resumeReading();
            assertThat(slow.closing().code()).isEqualTo(1006);
        }
    }

    @Test
    void onlyTheRootPathIsServed() {
        try (EngineStub stub = EngineStub.start();
                TestClient elsewhere = new TestClient(stub.streamUrl().resolve("/other"))) {
            assertThat(elsewhere.closing().reason()).contains("404");
        }
    }

    @Test
    void closingTheEngineClosesConsumersAndFreesThePort() {
        TestClient consumer;
        URI url;
        try (EngineStub stub = EngineStub.start()) {
            url = stub.streamUrl();
            consumer = consumer(stub);
        }
        assertThat(consumer.closing().code()).isEqualTo(1001);
        consumer.close();
        try (EngineStub again =
                EngineStub.start(StubOptions.builder().streamPort(url.getPort()).build())) {
            assertThat(again.streamUrl()).isEqualTo(url);
            assertThatThrownBy(() -> EngineStub.start(
                            StubOptions.builder().streamPort(url.getPort()).build()))
                    .isInstanceOf(StubException.class)
                    .hasMessageContaining("The stream port " + url.getPort() + " on 127.0.0.1 is in use");
        }
    }

    @Test
    void configFileSetsTheAddressOfTheStreamPort(@TempDir Path folder) throws Exception {
        Path config = folder.resolve("config.yaml");
        Files.writeString(
                config,
                "workers:\n  - name: iii-worker-manager\n    config: { port: 0 }\n"
                        + "  - name: iii-stream\n    config: { host: localhost, port: 0, adapter: { name: kv,"
                        + " config: { store_method: in_memory, channel_size: 5 } } }\n");
        try (EngineStub stub =
                EngineStub.start(StubOptions.builder().configFile(config).build())) {
            assertThat(stub.streamUrl()).hasScheme("ws").hasHost("127.0.0.1");
        }
        Files.writeString(config, "workers:\n  - name: iii-worker-manager\n    config: { port: 0 }\n");
        try (EngineStub stub =
                EngineStub.start(StubOptions.builder().configFile(config).build())) {
            assertThatThrownBy(stub::streamUrl).isInstanceOf(IllegalStateException.class);
        }
        Files.writeString(config, "workers:\n  - name: iii-stream\n    config: { port: many }\n");
        StubOptions bad = StubOptions.builder().configFile(config).build();
        assertThatThrownBy(() -> EngineStub.start(bad))
                .isInstanceOf(StubException.class)
                .hasMessageContaining("port");
    }
}

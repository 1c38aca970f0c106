package dev.iii.stub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests that a trigger uses about as much memory as is counted for it. Otherwise the limit of all registrations does not
 * protect the heap.
 */
class TriggerMemoryTest {

    private static final int TRIGGERS = 1_000;
    private static final int ROUNDS = 4;
    /** A trigger is counted with about 900 bytes. Other tests may run in this JVM, so the measurement is not exact. */
    private static final int MAX_BYTES = 4_000;

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static void ping(TestClient client) {
        client.says("{\"type\":\"ping\"}");
        while (!client.hears().path("type").asString().equals("pong")) {
            // Frames that came before, for example of the trigger type.
        }
    }

    private static long bytesOfOne(EngineStub stub, String type, String config) {
        try (TestClient client = new TestClient(stub.workerUrl())) {
            client.says("{\"type\":\"invokefunction\",\"function_id\":\"engine::workers::register\",\"data\":{},"
                    + "\"action\":{\"type\":\"void\"}}");
            ping(client);
            long before = usedBytes();
            for (int i = 0; i < TRIGGERS; i++) {
                client.says(
                        "{\"type\":\"registertrigger\",\"id\":\"" + UUID.randomUUID() + "\",\"trigger_type\":\"" + type
                                + "\",\"function_id\":\"f\",\"config\":"
                                + config.replace("N", String.valueOf(i % 59)).replace("M", String.valueOf(i))
                                + "}");
            }
            ping(client);
            return (usedBytes() - before) / TRIGGERS;
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    cron                        | {"expression":"* N-59 * * * * 1970-2099"}
                    http                        | {"api_path":"/M/:a/:b/c","http_method":"GET"}
                    state                       | {"scope":"M","key":"k"}
                    stream                      | {"stream_name":"M","group_id":"g"}
                    stream:join                 | {}
                    subscribe                   | {"topic":"M"}
                    durable:subscriber          | {"topic":"M"}
                    configuration               | {"configuration_id":"M"}
                    log                         | {"level":"error"}
                    trace                       | {"service_name":"M"}
                    engine::functions-available | {}
                    no-such-type                | {}
                    """)
    void aTriggerUsesAboutAsMuchMemoryAsIsCounted(String type, String config) {
        try (EngineStub stub = EngineStub.start()) {
            long least = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS && least > MAX_BYTES; round++) {
                least = Math.min(least, bytesOfOne(stub, type, config));
            }
            assertThat(least).isLessThanOrEqualTo(MAX_BYTES);
        }
    }
}

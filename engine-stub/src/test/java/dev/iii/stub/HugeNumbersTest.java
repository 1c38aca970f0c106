package dev.iii.stub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.Frame;
import dev.iii.protocol.InvocationResult;
import dev.iii.stub.channel.ChannelWorker;
import dev.iii.stub.configuration.ConfigurationOptions;
import dev.iii.stub.configuration.ConfigurationWorker;
import dev.iii.stub.core.TestEngine;
import dev.iii.stub.core.TestPeer;
import dev.iii.stub.engine.EngineFacts;
import dev.iii.stub.engine.EngineFunctionsWorker;
import dev.iii.stub.queue.QueueOptions;
import dev.iii.stub.queue.QueueWorker;
import dev.iii.stub.state.StateOptions;
import dev.iii.stub.state.StateWorker;
import dev.iii.stub.store.MemoryStore;
import dev.iii.stub.telemetry.TelemetrySettings;
import dev.iii.stub.telemetry.TelemetryWorker;
import dev.iii.transport.Limits;
import dev.iii.transport.SharedLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that numbers of a million digits, or with a huge exponent, need neither time nor memory, wherever a worker can send
 * one. The frames are those that the core receives, without the conversion of numbers that sockets do before.
 */
@Timeout(60)
class HugeNumbersTest {

    private static final String MANY_DIGITS = "9".repeat(3_000_000);
    private static final List<String> NUMBERS = List.of(
            MANY_DIGITS,
            "-" + MANY_DIGITS,
            "0." + MANY_DIGITS,
            "1e999999999",
            "1e-999999999",
            "-1e2147483647",
            MANY_DIGITS + "e-2147483647");

    private final TestEngine test = new TestEngine(
            new EngineFunctionsWorker(EngineFacts.NONE),
            new ChannelWorker(Limits.DEFAULT, SharedLimits.ofProcess()),
            new ConfigurationWorker(new ConfigurationOptions(Duration.ofSeconds(60), Map.of(), "1.2.3")),
            QueueWorker.builtIn(QueueOptions.DEFAULT),
            new StateWorker(new MemoryStore(), StateOptions.DEFAULT),
            new TelemetryWorker(TelemetrySettings.of("svc", "1.2.3")));
    private final TestPeer worker = test.worker("worker");

    private static List<Arguments> numbersInFields() {
        List<Arguments> all = new ArrayList<>();
        for (String[] field : new String[][] {
            {"engine::channels::create", "{'buffer_size':N}"},
            {"engine::queue::dlq_messages", "{'topic':'t','offset':N}"},
            {"engine::queue::dlq_messages", "{'topic':'t','limit':N}"},
            {"engine::traces::list", "{'start_time':N}"},
            {"engine::traces::list", "{'limit':N}"},
            {"engine::traces::list", "{'min_duration_ms':N}"},
            {"engine::traces::group_by", "{'attribute':'a','since_ms':N}"},
            {"engine::metrics::list", "{'start_time':N,'end_time':N}"},
            {"engine::metrics::list", "{'aggregate_interval':N}"},
            {"engine::rollups::list", "{'level':N}"},
            {"engine::logs::list", "{'severity_min':N}"},
            {"engine::workers::register", "{'name':'w','pid':N}"},
            {
                "configuration::register",
                "{'id':'c','name':'c','description':'d','schema':{'maximum':N},'initial_value':1}"
            },
        }) {
            for (String number : NUMBERS) {
                all.add(Arguments.of(field[0], field[1], number));
            }
        }
        return all;
    }

    private List<Frame> call(String function, String data) {
        worker.says("{\"type\":\"invokefunction\",\"invocation_id\":\"" + TestEngine.id(7) + "\",\"function_id\":\""
                + function + "\",\"data\":" + data + "}");
        return worker.heard();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("numbersInFields")
    void aHugeNumberInAFieldIsAnswered(String function, String data, String number) {
        assertThat(call(function, data.replace('\'', '"').replace("N", number)))
                .singleElement()
                .isInstanceOfSatisfying(InvocationResult.class, result -> {
                    if (result.error() != null) {
                        assertThat(result.error().code()).isNotIn("internal_error", "function_not_found");
                    }
                });
    }

    private static List<String> numbersAlone() {
        List<String> all = new ArrayList<>(NUMBERS);
        all.add("0x" + "f".repeat(3_000_000));
        all.add("0o" + "7".repeat(3_000_000));
        all.add("+." + MANY_DIGITS);
        return all;
    }

    @ParameterizedTest(name = "[{index}]")
    @MethodSource("numbersAlone")
    void aHugeNumberInAPlaceholderIsAnswered(String number) {
        call(
                "configuration::register",
                "{\"id\":\"c\",\"name\":\"c\",\"description\":\"d\",\"schema\":{},\"initial_value\":1}");
        assertThat(call("configuration::set", "{\"id\":\"c\",\"value\":\"${NONE:" + number + "}\"}"))
                .singleElement()
                .isInstanceOfSatisfying(
                        InvocationResult.class,
                        result -> assertThat(result.error()).isNull());
        assertThat(call("configuration::get", "{\"id\":\"c\"}"))
                .singleElement()
                .isInstanceOfSatisfying(
                        InvocationResult.class,
                        result -> assertThat(result.error()).isNull());
    }

    @ParameterizedTest(name = "[{index}]")
    @MethodSource("numbersAlone")
    void aHugeNumberInTelemetryIsAnswered(String number) {
        String span = "OTLP{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"name\":\"s\",\"traceId\":\""
                + "a".repeat(32) + "\",\"spanId\":\"" + "b".repeat(16) + "\",\"startTimeUnixNano\":\"" + number
                + "\",\"endTimeUnixNano\":\"" + number + "\",\"attributes\":[{\"key\":\"k\",\"value\":{\"intValue\":\""
                + number + "\"}}]}]}]}]}";
        assertThat(test.engine.takeTelemetry(span.getBytes(StandardCharsets.UTF_8)))
                .isTrue();
    }
}

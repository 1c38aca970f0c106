package dev.iii.sdk.interop;

import static dev.iii.sdk.interop.Interop.PATIENCE;
import static dev.iii.sdk.interop.Interop.next;
import static dev.iii.sdk.interop.Interop.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.FunctionNotFoundException;
import dev.iii.sdk.json.Json;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Calls between this library and an official client, both ways. */
interface CallsContract {

    record Order(String sku, int quantity, List<String> notes) {}

    record Echo(Order data, Map<String, String> metadata) {}

    record Sold(String sku, int left, @Nullable String tenant) {}

    Interop interop();

    @Test
    default void theClientAnswersATypedCallWithItsMetadata() {
        Order order = new Order("KETTLE", 2, List.of("gift", "ünïcode ✓ \u0000"));
        Call call = Call.to("peer::echo", order).metadata(Map.of("tenant", "t-1"));
        assertThat(interop().java().trigger(call, Echo.class)).isEqualTo(new Echo(order, Map.of("tenant", "t-1")));
    }

    @Test
    default void theClientCallsATypedFunction() {
        String function = unique("sell");
        interop()
                .java()
                .registerFunction(
                        function,
                        Order.class,
                        (order, call) -> new Sold(
                                order.sku(),
                                10 - order.quantity(),
                                call.metadata()
                                        .map(json -> json.field("tenant").as(String.class))
                                        .orElse(null)))
                .awaitConfirmed(PATIENCE);
        Json answer = interop()
                .ask(
                        "call",
                        Map.of(
                                "function_id",
                                function,
                                "payload",
                                new Order("KETTLE", 3, List.of()),
                                "metadata",
                                Map.of("tenant", "t-2")));
        assertThat(answer.field("result").as(Sold.class)).isEqualTo(new Sold("KETTLE", 7, "t-2"));
    }

    @Test
    default void valuesOfEveryKindComeBackAsTheyWere() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("null", null);
        values.put("empty", List.of());
        values.put("nested", Map.of("deep", List.of(Map.of(), true, -1.5)));
        values.put("exact", BigInteger.TWO.pow(53).subtract(BigInteger.ONE));
        values.put("long", "x".repeat(1_000_000));
        // The real engine sorts fields by their names.
        assertThat(interop()
                        .ask("echo", Map.of("values", values))
                        .field("data")
                        .field("values")
                        .as(Object.class))
                .isEqualTo(Json.of(values).as(Object.class));
        assertThat(interop().ask("echo", null).field("data").isNull()).isTrue();
    }

    @Test
    default void anErrorOfTheClientIsAFunctionException() {
        assertThatThrownBy(() -> interop().ask("fail", Map.of("message", "no kettle")))
                .isInstanceOfSatisfying(FunctionException.class, e -> {
                    assertThat(e.code()).isEqualTo("invocation_failed");
                    assertThat(e).hasMessageContaining("no kettle");
                    assertThat(e.remoteStackTrace()).contains("no kettle");
                    assertThat(e.mayHaveRun()).isTrue();
                });
    }

    @Test
    default void anErrorOfJavaReachesTheClientWithItsCode() {
        String function = unique("sell");
        interop()
                .java()
                .registerFunction(function, Order.class, (order, call) -> {
                    throw new FunctionException("not_enough_stock", "only 3 left");
                })
                .awaitConfirmed(PATIENCE);
        Json refused = interop().peerCalls(function, new Order("KETTLE", 4, List.of()));
        assertThat(refused.field("error").field("code").text()).isEqualTo("\"not_enough_stock\"");
        assertThat(refused.field("error").field("message").text()).contains("only 3 left");
        Json misfit = interop().peerCalls(function, Map.of("sku", "KETTLE", "quantity", "many"));
        assertThat(misfit.field("error").field("code").text()).isEqualTo("\"invalid_request\"");
        assertThat(misfit.field("error").field("message").text()).contains("quantity: expected an integer");
    }

    @Test
    default void aFunctionThatNobodyHasIsNotFoundOnBothSides() {
        assertThatThrownBy(() -> interop().ask("no-such-thing", null)).isInstanceOf(FunctionNotFoundException.class);
        assertThat(interop()
                        .peerCalls(unique("nobody"), Map.of())
                        .field("error")
                        .field("code")
                        .text())
                .isEqualTo("\"function_not_found\"");
    }

    @Test
    default void callsWithoutReplyArriveBothWays() throws Exception {
        String function = unique("audit");
        BlockingQueue<Json> seen = interop().listen(function);
        Map<String, Object> call =
                Map.of("function_id", function, "payload", Map.of("n", 1), "action", Map.of("type", "void"));
        interop().ask("call", call);
        assertThat(next(seen).field("n").text()).isEqualTo("1");
        // Back again: the peer is told without reply to call.
        interop()
                .java()
                .trigger(Call.to("peer::call", Map.of("function_id", function, "payload", 2))
                        .withoutReply());
        assertThat(next(seen).text()).isEqualTo("2");
    }

    @Test
    default void jobsOfAQueueArriveBothWays() throws Exception {
        Assumptions.assumeTrue(
                interop().java().discovery().function("engine::queue::enqueue").isPresent(),
                "the engine has nothing that provides queues");
        String function = unique("job");
        BlockingQueue<Json> seen = interop().listen(function);
        Json receipt = interop()
                .ask(
                        "call",
                        Map.of(
                                "function_id",
                                function,
                                "payload",
                                Map.of("n", 1),
                                "action",
                                Map.of("type", "enqueue", "queue", "default")));
        assertThat(receipt.field("result").fields()).containsKey("messageReceiptId");
        assertThat(next(seen).field("n").text()).isEqualTo("1");
        assertThat(interop()
                        .java()
                        .trigger(Call.to("peer::call", Map.of("function_id", function, "payload", 2))
                                .enqueue("default"))
                        .messageReceiptId())
                .isNotEmpty();
        assertThat(next(seen).text()).isEqualTo("2");
    }

    @Test
    default void aWorkerOfAnotherNamespaceNamesTheOneOfTheClient() {
        Worker elsewhere = interop().java(WorkerOptions.builder().namespace(unique("ns")));
        assertThat(elsewhere
                        .trigger(Call.to("peer::echo", 1).namespace("default"))
                        .field("data")
                        .text())
                .isEqualTo("1");
        assertThatThrownBy(() -> elsewhere.trigger("peer::echo", 1)).isInstanceOf(FunctionNotFoundException.class);
    }

    @Test
    default void theClientIsListedAsItAnnouncedItself() {
        // The announcement is a call without reply: it may be a moment behind.
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(interop().java().discovery().workers())
                        .filteredOn(worker ->
                                worker.name().equals(Optional.of(interop().peerName())))
                        .singleElement()
                        .satisfies(worker -> {
                            assertThat(worker.runtime())
                                    .contains(interop().peerName().replace("-peer", ""));
                            assertThat(worker.description().orElseThrow()).startsWith("the official ");
                        }));
        assertThat(interop().peerCalls("engine::workers::list", Map.of()).text())
                .contains(interop().java().name());
    }
}

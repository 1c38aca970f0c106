package dev.iii.sdk.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.json.Json;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TriggersTest {

    static Stream<Arguments> builders() {
        return Stream.of(
                Arguments.of(HttpTrigger.get("a/:id"), "http", "{\"api_path\":\"a/:id\",\"http_method\":\"GET\"}"),
                Arguments.of(
                        HttpTrigger.post("/a").condition("c").middleware("m1", "m2"),
                        "http",
                        "{\"api_path\":\"/a\",\"http_method\":\"POST\",\"condition_function_id\":\"c\","
                                + "\"middleware_function_ids\":[\"m1\",\"m2\"]}"),
                Arguments.of(
                        CronTrigger.expression("0 */5 * * * *").condition("c"),
                        "cron",
                        "{\"expression\":\"0 */5 * * * *\",\"condition_function_id\":\"c\"}"),
                Arguments.of(SubscribeTrigger.topic("t"), "subscribe", "{\"topic\":\"t\"}"),
                Arguments.of(DurableSubscriberTrigger.topic("t"), "durable:subscriber", "{\"topic\":\"t\"}"),
                Arguments.of(
                        DurableSubscriberTrigger.topic("t")
                                .maxRetries(2)
                                .backoff(Duration.ofMillis(100))
                                .fifo()
                                .concurrency(5)
                                .queueSetting("maxPriority", 9)
                                .condition("c"),
                        "durable:subscriber",
                        "{\"topic\":\"t\",\"queue_config\":{\"maxRetries\":2,\"backoffDelayMs\":100,\"type\":\"fifo\","
                                + "\"concurrency\":5,\"maxPriority\":9},\"condition_function_id\":\"c\"}"),
                Arguments.of(StateTrigger.any(), "state", "{}"),
                Arguments.of(
                        StateTrigger.scope("s").key("k").condition("c"),
                        "state",
                        "{\"scope\":\"s\",\"key\":\"k\",\"condition_function_id\":\"c\"}"),
                Arguments.of(
                        StreamTrigger.stream("s").group("g").item("i").condition("c"),
                        "stream",
                        "{\"stream_name\":\"s\",\"group_id\":\"g\",\"item_id\":\"i\",\"condition_function_id\":\"c\"}"),
                Arguments.of(StreamJoinTrigger.any(), "stream:join", "{}"),
                Arguments.of(StreamLeaveTrigger.any(), "stream:leave", "{}"),
                Arguments.of(ConfigurationTrigger.any(), "configuration", "{}"),
                Arguments.of(
                        ConfigurationTrigger.of("c")
                                .events(ConfigurationEvent.Kind.UPDATED, ConfigurationEvent.Kind.DELETED)
                                .condition("f"),
                        "configuration",
                        "{\"configuration_id\":\"c\",\"event_types\":[\"configuration:updated\",\"configuration:deleted\"],"
                                + "\"condition_function_id\":\"f\"}"),
                Arguments.of(LogTrigger.all(), "log", "{\"level\":\"all\"}"),
                Arguments.of(LogTrigger.level(LogTrigger.Level.WARN), "log", "{\"level\":\"warn\"}"),
                Arguments.of(TraceTrigger.any(), "trace", "{}"),
                Arguments.of(
                        TraceTrigger.service("s").status(TraceTrigger.Status.ERROR),
                        "trace",
                        "{\"service_name\":\"s\",\"status\":\"error\"}"),
                Arguments.of(FunctionsAvailableTrigger.any(), "engine::functions-available", "{}"),
                Arguments.of(WorkersAvailableTrigger.any(), "engine::workers-available", "{}"));
    }

    @ParameterizedTest(name = "{1} {2}")
    @MethodSource("builders")
    void sayWhatTheEngineReads(Trigger trigger, String type, String config) {
        assertThat(trigger.type()).isEqualTo(type);
        assertThat(Json.of(trigger.config()).text()).isEqualTo(config);
        assertThat(trigger.metadata()).isEmpty();
        assertThat(trigger.typeNamespace()).isEmpty();
        assertThat(trigger.functionNamespace()).isEmpty();
    }

    @Test
    void metadataAndNamespacesGoBesideTheConfiguration() {
        StateTrigger trigger = StateTrigger.scope("s")
                .metadata(Map.of("m", 1))
                .providedIn("types")
                .callIn("orders")
                .key("k");
        assertThat(trigger.metadata()).contains(Map.of("m", 1));
        assertThat(trigger.typeNamespace()).contains("types");
        assertThat(trigger.functionNamespace()).contains("orders");
        assertThat(Json.of(trigger.config()).text()).isEqualTo("{\"scope\":\"s\",\"key\":\"k\"}");
        assertThat(CronTrigger.expression("* * * * * *").metadata(1).metadata()).contains(1);
        assertThat(StreamTrigger.stream("s").metadata(2).metadata()).contains(2);
        assertThat(LogTrigger.all().metadata(3).metadata()).contains(3);
        assertThat(TraceTrigger.any().metadata(4).metadata()).contains(4);
        assertThat(HttpTrigger.get("a").metadata(5).metadata()).contains(5);
    }

    @Test
    void aBuilderIsNotChangedByWhatIsMadeOfIt() {
        DurableSubscriberTrigger plain = DurableSubscriberTrigger.topic("t").maxRetries(1);
        plain.fifo();
        assertThat(Json.of(plain.config()).text()).isEqualTo("{\"topic\":\"t\",\"queue_config\":{\"maxRetries\":1}}");
    }

    private static Arguments badCron(String expression, String problem) {
        return bad("cron expression '" + expression + "': " + problem, () -> CronTrigger.expression(expression));
    }

    /** The rules of the library with which the engine parses expressions (engine behaviour, section 13). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "59 59 23 31 12 7 2100",
                "0 0 0 1 1 1 1970",
                "0 0 0 1, 31 1 *",
                "0 0 9 - 17 * * *",
                "0/59 5-59/10 */23 ? JAN-MAR Mon,FRI 2030-2040/100",
                "@daily",
                " 0 0 0 * * ? "
            })
    void whatTheEngineAcceptsIsAccepted(String expression) {
        assertThat(Json.of(CronTrigger.expression(expression).config())
                        .field("expression")
                        .as(String.class))
                .isEqualTo(expression);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                bad("topic is blank; the trigger would never fire", () -> DurableSubscriberTrigger.topic("")),
                bad("cron expression is blank", () -> CronTrigger.expression(" ")),
                bad(
                        "cron expression '*/5 * * * *' has 5 fields; it needs six: sec min hour day month weekday, and"
                                + " may have a year",
                        () -> CronTrigger.expression("*/5 * * * *")),
                badCron("0 0 99 * * *", "the hour is 99; it must be from 0 to 23"),
                badCron("60 * * * * *", "the second is 60; it must be from 0 to 59"),
                badCron("0 0 0 0 * *", "the day is 0; it must be from 1 to 31"),
                badCron("0 0 0 1,32 * *", "the day is 32; it must be from 1 to 31"),
                badCron("0 0 0 * 13/2 *", "the month is 13; it must be from 1 to 12"),
                badCron("0 0 0 ? * 0", "the weekday is 0; it must be from 1 to 7"),
                badCron("0 0 0 * * * 1969", "the year is 1969; it must be from 1970 to 2100"),
                badCron("0 30 - 10 * * * *", "the range 30-10 of the minute ends before it starts"),
                badCron("0 */60 * * * *", "the step of the minute is 60; it must be from 1 to 59"),
                badCron("0 1-5/0 * * * *", "the step of the minute is 0; it must be from 1 to 59"),
                bad(
                        "maxRetries is -1; it must be at least 0",
                        () -> DurableSubscriberTrigger.topic("t").maxRetries(-1)),
                bad(
                        "backoff is PT-1S; it must not be negative",
                        () -> DurableSubscriberTrigger.topic("t").backoff(Duration.ofSeconds(-1))),
                bad(
                        "concurrency is 0; it must be at least 1",
                        () -> DurableSubscriberTrigger.topic("t").concurrency(0)),
                bad("condition function id is blank", () -> StateTrigger.any().condition(" ")),
                bad(
                        "middleware function id is blank",
                        () -> HttpTrigger.get("a").middleware("m", "")),
                bad(
                        "path /a b has a space, a '?' or a '#'; no request would ever match: write %20 for a space, and read"
                                + " the query in the function",
                        () -> HttpTrigger.get("/a b")),
                bad("stream name is blank", () -> StreamTrigger.stream("")),
                bad("configuration id is blank", () -> ConfigurationTrigger.of("")),
                bad("service name is blank", () -> TraceTrigger.service("")),
                bad("namespace is blank", () -> StreamJoinTrigger.any().providedIn(" ")),
                bad("namespace is blank", () -> StreamJoinTrigger.any().callIn("")));
    }

    private static Arguments bad(String message, ThrowingCallable call) {
        return Arguments.of(message, call);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void mistakesAreToldInWordsOfTheCaller(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}

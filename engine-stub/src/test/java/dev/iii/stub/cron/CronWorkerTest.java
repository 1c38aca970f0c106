package dev.iii.stub.cron;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.Frame;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.RecordedSpans;
import dev.iii.stub.core.TestEngine;
import dev.iii.stub.core.TestPeer;
import dev.iii.stub.core.trigger.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Tests cron triggers. The clock of the engine starts at 2026-11-23T06:00:00. */
class CronWorkerTest {

    private final CronWorker cron = new CronWorker();
    private final TestEngine test = new TestEngine(cron);
    private final TestPeer owner = test.worker("owner");

    CronWorkerTest() {
        owner.says("{\"type\":\"registerfunction\",\"id\":\"job\"}", "{\"type\":\"registerfunction\",\"id\":\"cond\"}");
    }

    private void register(String id, String config) {
        owner.says("{\"type\":\"registertrigger\",\"id\":\"" + id
                + "\",\"trigger_type\":\"cron\",\"function_id\":\"job\",\"config\":" + config
                + ",\"metadata\":{\"m\":1}}");
    }

    private void every(String expression) {
        register("t", "{\"expression\":\"" + expression + "\"}");
    }

    private void after(long millis) {
        test.clock.advance(Duration.ofMillis(millis));
    }

    private List<InvokeFunction> calls() {
        List<InvokeFunction> calls = new ArrayList<>();
        for (Frame frame : owner.heard()) {
            calls.add((InvokeFunction) frame);
        }
        return calls;
    }

    private InvokeFunction call() {
        List<InvokeFunction> calls = calls();
        assertThat(calls).hasSize(1);
        return calls.get(0);
    }

    private void answer(InvokeFunction call, String members) {
        owner.says("{\"type\":\"invocationresult\",\"invocation_id\":\"" + Objects.requireNonNull(call.invocationId())
                + "\",\"function_id\":\"job\"" + members + "}");
    }

    private static String payload(String scheduled, String actual) {
        return "{\"trigger\":\"cron\",\"job_id\":\"t\",\"scheduled_time\":\"2026-11-23T" + scheduled
                + "+00:00\",\"actual_time\":\"2026-11-23T" + actual + "+00:00\"}";
    }

    @Test
    void functionIsCalledAtItsTimesWithMetadata() {
        every("*/2 * * * * *");
        after(1999);
        owner.hearsNothing();
        after(1);
        InvokeFunction call = call();
        assertThat(call.functionId()).isEqualTo("job");
        assertThat(call.data().text()).isEqualTo(payload("06:00:02", "06:00:02"));
        assertThat(call.metadata()).isEqualTo(RawJson.parse("{\"m\":1}"));
        answer(call, ",\"result\":1");
        after(2000);
        assertThat(call().data().text()).isEqualTo(payload("06:00:04", "06:00:04"));
    }

    @Test
    void timesAreSkippedWhileACallIsRunning() {
        every("* * * * * *");
        after(1000);
        InvokeFunction first = call();
        after(3500);
        owner.hearsNothing();
        answer(first, ",\"error\":{\"code\":\"E\",\"message\":\"m\"}");
        owner.hearsNothing();
        after(499);
        owner.hearsNothing();
        after(1);
        assertThat(call().data().text()).isEqualTo(payload("06:00:05", "06:00:05"));
    }

    @Test
    void jobsDoNotWaitForEachOther() {
        register("a", "{\"expression\":\"* * * * * *\"}");
        after(1000);
        call();
        register("b", "{\"expression\":\"* * * * * *\"}");
        after(1000);
        assertThat(call().data().text()).contains("\"job_id\":\"b\"");
    }

    @Test
    void conditionDecidesAndGetsNoMetadata() {
        register("t", "{\"expression\":\"* * * * * *\",\"condition_function_id\":\"cond\"}");
        after(1000);
        InvokeFunction question = call();
        assertThat(question.functionId()).isEqualTo("cond");
        assertThat(question.metadata()).isNull();
        assertThat(question.data().text()).isEqualTo(payload("06:00:01", "06:00:01"));
        after(5000);
        owner.hearsNothing();
        answer(question, ",\"result\":false");
        after(1000);
        question = call();
        assertThat(question.functionId()).isEqualTo("cond");
        answer(question, ",\"error\":{\"code\":\"E\",\"message\":\"m\"}");
        after(1000);
        question = call();
        answer(question, "");
        InvokeFunction call = call();
        assertThat(call.functionId()).isEqualTo("job");
        assertThat(call.data().text()).isEqualTo(payload("06:00:08", "06:00:08"));
    }

    @Test
    void everyCallHasASeparateSpan() {
        RecordedSpans spans = new RecordedSpans();
        test.extend(installer -> installer.traceWith(spans));
        every("* * * * * *");
        after(1000);
        InvokeFunction call = call();
        assertThat(call.traceparent()).isEqualTo("span-1");
        assertThat(spans.ended()).isEmpty();
        answer(call, ",\"error\":{\"code\":\"E\",\"message\":\"m\"}");
        assertThat(spans.ended()).containsExactly("call job below null is span-1 and ends E");
    }

    @Test
    void invalidConfigIsReported() {
        for (String config :
                List.of("null", "{}", "[]", "\"* * * * * *\"", "{\"expression\":5}", "{\"expression\":\"\"}")) {
            register("t", config);
            owner.hears("{\"type\":\"triggerregistrationresult\",\"id\":\"t\",\"trigger_type\":\"cron\","
                    + "\"function_id\":\"job\",\"error\":{\"code\":\"trigger_registration_failed\","
                    + "\"message\":\"Cron expression is required\"}}");
        }
        every("* * * * *");
        owner.hears(
                "{\"type\":\"triggerregistrationresult\",\"id\":\"t\",\"trigger_type\":\"cron\",\"function_id\":\"job\",\"error\":{\"code\":\"trigger_registration_failed\",\"message\":\"Invalid"
                        + " cron expression '* * * * *': it has 5 fields; it needs six: second minute hour day month"
                        + " weekday, and may have a year as seventh\"}}");
        assertThat(test.clock.alarms()).isZero();
    }

    @Test
    void unregisteredTriggerDoesNotFire() {
        every("* * * * * *");
        after(1000);
        InvokeFunction running = call();
        owner.says("{\"type\":\"unregistertrigger\",\"id\":\"t\"}");
        answer(running, "");
        after(10_000);
        owner.hearsNothing();
        assertThat(test.clock.alarms()).isZero();
    }

    @Test
    void sameIdReplacesTheExpression() {
        every("* * * * * *");
        every("*/10 * * * * *");
        after(9_999);
        owner.hearsNothing();
        after(1);
        call();
    }

    @Test
    void triggerOfADisconnectedWorkerIsRemoved() {
        every("* * * * * *");
        owner.leaves();
        assertThat(test.clock.alarms()).isZero();
    }

    @Test
    void workerLostDuringACallDoesNotStopAPersistentTrigger() {
        TestPeer maker = test.worker("maker");
        test.engine.registerTrigger(new Trigger(
                "t",
                "cron",
                "job",
                "default",
                RawJson.parse("{\"expression\":\"* * * * * *\"}"),
                null,
                null,
                "default"));
        after(1000);
        call();
        owner.leaves();
        after(1000);
        maker.says("{\"type\":\"registerfunction\",\"id\":\"job\"}");
        after(1000);
        assertThat(((InvokeFunction) maker.heard().get(0)).data().text()).isEqualTo(payload("06:00:03", "06:00:03"));
    }

    @Test
    void missingFunctionIsSkippedUntilItIsRegistered() {
        owner.says("{\"type\":\"unregisterfunction\",\"id\":\"job\"}");
        every("* * * * * *");
        after(3000);
        owner.says("{\"type\":\"registerfunction\",\"id\":\"job\"}");
        after(1000);
        assertThat(call().data().text()).isEqualTo(payload("06:00:04", "06:00:04"));
    }

    @Test
    void expressionWithoutAFutureTimeSetsNoAlarm() {
        every("0 0 0 30 2 *");
        register("u", "{\"expression\":\"0 0 0 1 1 * 2020\"}");
        owner.hearsNothing();
        assertThat(test.clock.alarms()).isZero();
        assertThat(test.engine.triggers()).hasSize(2);
    }

    @Test
    void timesSkippedByAForwardClockChangeAreNotRepeated() {
        every("0 0 * * * *");
        after(60_000);
        test.clock.setTimeOfDayOn(Duration.ofMinutes(150));
        after(60_000);
        assertThat(call().data().text()).isEqualTo(payload("07:00:00", "08:32:00"));
    }

    @Test
    void clockThatIsSetBackNeverCausesAnEarlyCall() {
        every("0 0 * * * *");
        after(Duration.ofMinutes(59).toMillis());
        test.clock.setTimeOfDayOn(Duration.ofMinutes(-30));
        after(Duration.ofMinutes(31).toMillis() - 1);
        owner.hearsNothing();
        after(1);
        assertThat(call().data().text()).isEqualTo(payload("07:00:00", "07:00:00"));
    }

    @Test
    void fractionsOfASecondAreWrittenInThrees() {
        every("* * * * * *");
        test.clock.setTimeOfDayOn(Duration.ofMillis(100));
        after(1000);
        assertThat(call().data().text()).isEqualTo(payload("06:00:01", "06:00:01.100"));
    }

    @Test
    void aTestFiresATriggerWithoutAChangeOfItsSchedule() {
        every("0 0 * * * *");
        assertThat(cron.fire("job", Instant.parse("2026-11-23T03:00:00Z"))).isTrue();
        InvokeFunction call = call();
        assertThat(call.data().text()).isEqualTo(payload("03:00:00", "06:00:00"));
        assertThat(call.metadata()).isEqualTo(RawJson.parse("{\"m\":1}"));
        answer(call, ",\"result\":1");
        assertThat(test.clock.alarms()).isEqualTo(1);
        after(Duration.ofHours(1).toMillis());
        assertThat(call().data().text()).isEqualTo(payload("07:00:00", "07:00:00"));
    }

    @Test
    void aFunctionWithoutATriggerIsNotFired() {
        assertThat(cron.fire("job", Instant.EPOCH)).isFalse();
        every("0 0 * * * *");
        assertThat(cron.fire("cond", Instant.EPOCH)).isFalse();
        owner.hearsNothing();
    }

    @Test
    void closedEngineLeavesNoAlarm() {
        every("* * * * * *");
        test.engine.close();
        assertThat(test.clock.alarms()).isZero();
    }
}

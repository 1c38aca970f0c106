package dev.iii.stub.queue;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.iii.stub.core.CaughtLines;
import dev.iii.stub.core.TestEngine;
import dev.iii.stub.core.TestPeer;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that failed deliveries, dead letters and lost messages are logged within the limits of the log. */
class DeliveryLogTest {

    private final TestEngine test = new TestEngine(QueueWorker.standalone(QueueOptions.DEFAULT));
    private final TestPeer sender = test.worker("sender");
    private final Handler handler = new Handler(test, "handler", null).function("f");

    @RegisterExtension
    final CaughtLines log = new CaughtLines(DeliveryLog.class.getName(), Level.INFO);

    private void enqueue(String receipt, String function) {
        sender.gets(
                "engine::queue::enqueue",
                "{\"queue\":\"default\",\"function_id\":\"" + function + "\",\"data\":{\"secret\":\"s3cr3t\"},"
                        + "\"messageReceiptId\":\"" + receipt + "\"}",
                "{\"messageReceiptId\":\"" + receipt + "\"}");
        after(Duration.ofMillis(100));
    }

    private void after(Duration time) {
        test.clock.advance(time);
    }

    @Test
    void failedDeliveriesAndTheDeadLetterAreLogged() {
        enqueue("r1", "f");
        for (int delivery = 1; delivery <= 4; delivery++) {
            handler.gets("f {\"secret\":\"s3cr3t\"}").fails("E", "m" + delivery);
            after(Duration.ofSeconds(8));
        }
        assertThat(log.take())
                .containsExactly(
                        "Delivery 1 of 4 of message r1 from queue default to function f in namespace default "
                                + "failed: E: m1; retrying in 1000 ms",
                        "Delivery 2 of 4 of message r1 from queue default to function f in namespace default "
                                + "failed: E: m2; retrying in 2000 ms",
                        "Delivery 3 of 4 of message r1 from queue default to function f in namespace default "
                                + "failed: E: m3; retrying in 4000 ms",
                        "Message r1 of queue default became a dead letter after 4 failed deliveries to function "
                                + "f in namespace default: E: m4");
    }

    @Test
    void missingFunctionIsLoggedOnceForAllItsMessages() {
        enqueue("r1", "gone");
        enqueue("r2", "gone");
        assertThat(log.take())
                .containsExactly(
                        "Messages of queue default wait because function gone in namespace default is not registered");
        handler.function("gone");
        after(Duration.ofMillis(100));
        assertThat(log.take())
                .containsExactly(
                        "2 messages of queue default no longer wait: function gone in namespace default is registered");
    }

    @Test
    void messageWithoutSubscriberIsLogged() {
        sender.calls("iii::durable::publish", "{\"topic\":\"unused\",\"data\":\"s3cr3t\"}", "");
        assertThat(log.take()).containsExactly("A message was lost because its topic unused has no subscriber");
    }

    @Test
    void floodOfMessagesIsLimited() {
        for (int i = 0; i < 100; i++) {
            sender.calls("iii::durable::publish", "{\"topic\":\"unused\",\"data\":1}", "");
        }
        assertThat(log.take()).hasSize(20);
        after(Duration.ofSeconds(10));
        sender.calls("iii::durable::publish", "{\"topic\":\"unused\",\"data\":1}", "");
        assertThat(log.take())
                .containsExactly("A message was lost because its topic unused has no subscriber (80 more like it "
                        + "were not logged)");
    }

    @Test
    void deadLettersAreLoggedDespiteAFloodOfFailures() {
        TestEngine hasty = new TestEngine(QueueWorker.standalone(new QueueOptions(
                Map.of(
                        "default",
                        new NamedQueueOptions(
                                new DeliveryOptions(false, 2, 1000, Duration.ZERO, null), null, Duration.ofSeconds(1))),
                DeliveryOptions.OF_TOPICS,
                QueueLimits.DEFAULT)));
        TestPeer caller = hasty.worker("caller");
        Handler failing = new Handler(hasty, "failing", null).function("f");
        for (int i = 0; i < 30; i++) {
            caller.gets(
                    "engine::queue::enqueue",
                    "{\"queue\":\"default\",\"function_id\":\"f\",\"data\":1,\"messageReceiptId\":\"r\"}",
                    "{\"messageReceiptId\":\"r\"}");
        }
        String[] all = Collections.nCopies(30, "f 1").toArray(new String[0]);
        hasty.clock.advance(Duration.ofSeconds(1));
        failing.gets(all);
        for (int i = 0; i < 30; i++) {
            failing.fails("E", "m");
        }
        hasty.clock.advance(Duration.ofSeconds(1));
        failing.gets(all).fails("E", "m");
        assertThat(log.take()).hasSize(21).last().asString().contains("became a dead letter after 2 failed deliveries");
    }

    @Test
    void remainingMessagesAreLoggedWhenTheEngineIsClosed() {
        enqueue("r1", "f");
        handler.gets("f {\"secret\":\"s3cr3t\"}");
        test.engine.close();
        assertThat(log.take())
                .contains(
                        "Queue default was closed with 1 undelivered messages; they were kept in memory only and are lost");
    }

    @Test
    void payloadsAreNeverLogged() {
        enqueue("r1", "f");
        handler.gets("f {\"secret\":\"s3cr3t\"}").fails("E", "m");
        enqueue("r2", "gone");
        test.engine.close();
        assertThat(log.take()).isNotEmpty().noneMatch(line -> line.contains("s3cr3t"));
    }
}

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

/** What does not go well with messages is said in the log, as often as its budget allows. */
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
    }

    private void after(Duration time) {
        test.clock.advance(time);
    }

    @Test
    void failedDeliveriesAndTheDeadLetter() {
        enqueue("r1", "f");
        for (int delivery = 1; delivery <= 4; delivery++) {
            handler.gets("f {\"secret\":\"s3cr3t\"}").fails("E", "m" + delivery);
            after(Duration.ofSeconds(8));
        }
        assertThat(log.take())
                .containsExactly(
                        "Delivery 1 of 4 of the message r1 from the queue default to the function f in namespace default "
                                + "failed: E: m1; again in 1000 ms",
                        "Delivery 2 of 4 of the message r1 from the queue default to the function f in namespace default "
                                + "failed: E: m2; again in 2000 ms",
                        "Delivery 3 of 4 of the message r1 from the queue default to the function f in namespace default "
                                + "failed: E: m3; again in 4000 ms",
                        "The message r1 of the queue default is a dead letter after 4 failed deliveries to the function "
                                + "f in namespace default: E: m4");
    }

    @Test
    void functionThatIsMissingOnceForAllItsMessages() {
        enqueue("r1", "gone");
        enqueue("r2", "gone");
        assertThat(log.take())
                .containsExactly("Messages of the queue default wait: nobody has registered the function gone in "
                        + "namespace default");
        handler.function("gone");
        after(Duration.ofMillis(100));
        assertThat(log.take())
                .containsExactly("2 messages of the queue default wait no longer: the function gone in namespace "
                        + "default is there");
    }

    @Test
    void messageThatNobodySubscribesTo() {
        sender.calls("iii::durable::publish", "{\"topic\":\"nobody\",\"data\":\"s3cr3t\"}", "");
        assertThat(log.take()).containsExactly("A message on the topic nobody is lost: the topic has no subscriber");
    }

    @Test
    void floodIsCut() {
        for (int i = 0; i < 100; i++) {
            sender.calls("iii::durable::publish", "{\"topic\":\"nobody\",\"data\":1}", "");
        }
        assertThat(log.take()).hasSize(20);
        after(Duration.ofSeconds(10));
        sender.calls("iii::durable::publish", "{\"topic\":\"nobody\",\"data\":1}", "");
        assertThat(log.take())
                .containsExactly("A message on the topic nobody is lost: the topic has no subscriber (80 more like it "
                        + "were not logged)");
    }

    @Test
    void deadLettersAreSaidAlsoInAFloodOfFailures() {
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
            failing.gets("f 1").fails("E", "m");
        }
        hasty.clock.advance(Duration.ZERO);
        failing.gets(Collections.nCopies(30, "f 1").toArray(new String[0])).fails("E", "m");
        assertThat(log.take()).hasSize(21).last().asString().contains("is a dead letter after 2 failed deliveries");
    }

    @Test
    void whatIsLeftWhenTheEngineEnds() {
        enqueue("r1", "f");
        handler.gets("f {\"secret\":\"s3cr3t\"}");
        test.engine.close();
        assertThat(log.take()).contains("The queue default ends with 1 messages that were kept in memory only");
    }

    @Test
    void payloadsAreNeverSaid() {
        enqueue("r1", "f");
        handler.gets("f {\"secret\":\"s3cr3t\"}").fails("E", "m");
        enqueue("r2", "gone");
        test.engine.close();
        assertThat(log.take()).isNotEmpty().noneMatch(line -> line.contains("s3cr3t"));
    }
}

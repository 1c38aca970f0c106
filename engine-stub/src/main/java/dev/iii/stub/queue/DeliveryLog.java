package dev.iii.stub.queue;

import dev.iii.protocol.ErrorBody;
import dev.iii.stub.core.LogBudget;
import dev.iii.stub.core.StubClock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log what does not go well with messages. Dead letters have a budget of their own. Thread-safe. */
final class DeliveryLog {

    private static final Logger log = LoggerFactory.getLogger(DeliveryLog.class);
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final int LINES = 20;

    /** One delivery of one message, as it was when it ended. */
    record Try(String queue, String messageId, Target target, int delivery) {}

    private final LogBudget failures;
    private final LogBudget deadLetters;
    private final LogBudget losses;

    DeliveryLog(StubClock clock) {
        this.failures = new LogBudget(clock, LINES, PERIOD);
        this.deadLetters = new LogBudget(clock, LINES, PERIOD);
        this.losses = new LogBudget(clock, LINES, PERIOD);
    }

    void failed(Try failed, int maxDeliveries, ErrorBody error, Duration pause) {
        failures.spend(note -> log.warn(
                "Delivery {} of {} of the message {} from the queue {} to the function {} failed: {}: {}; again in {} ms{}",
                failed.delivery(),
                maxDeliveries,
                failed.messageId(),
                failed.queue(),
                failed.target(),
                error.code(),
                error.message(),
                pause.toMillis(),
                note));
    }

    void died(Try last, ErrorBody error) {
        deadLetters.spend(note -> log.warn(
                "The message {} of the queue {} is a dead letter after {} failed deliveries to the function {}: {}: {}{}",
                last.messageId(),
                last.queue(),
                last.delivery(),
                last.target(),
                error.code(),
                error.message(),
                note));
    }

    void held(String queue, Target target) {
        failures.spend(note -> log.warn(
                "Messages of the queue {} wait: nobody has registered the function {}{}", queue, target, note));
    }

    void released(String queue, Target target, int messages) {
        log.info("{} messages of the queue {} wait no longer: the function {} is there", messages, queue, target);
    }

    void nobodySubscribes(String topic) {
        losses.spend(note -> log.warn("A message on the topic {} is lost: the topic has no subscriber{}", topic, note));
    }

    void leftBehind(String queue, int messages) {
        log.warn("The queue {} ends with {} messages that were kept in memory only", queue, messages);
    }
}

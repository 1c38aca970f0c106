package dev.iii.stub.queue;

import dev.iii.protocol.ErrorBody;
import dev.iii.stub.core.environment.LogBudget;
import dev.iii.stub.core.environment.StubClock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs failed deliveries, dead letters and lost messages. Each of these has a separate {@link LogBudget}. Thread-safe.
 */
final class DeliveryLog {

    private static final Logger log = LoggerFactory.getLogger(DeliveryLog.class);
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final int LINES = 20;

    /** One delivery of one message, with the values from the time when it ended. */
    record Try(String queue, String messageId, TargetFunction target, int delivery) {}

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
                "Delivery {} of {} of message {} from queue {} to function {} failed: {}: {}; retrying in {} ms{}",
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
                "Message {} of queue {} became a dead letter after {} failed deliveries to function {}: {}: {}{}",
                last.messageId(),
                last.queue(),
                last.delivery(),
                last.target(),
                error.code(),
                error.message(),
                note));
    }

    void held(String queue, TargetFunction target) {
        failures.spend(note ->
                log.warn("Messages of queue {} wait because function {} is not registered{}", queue, target, note));
    }

    void released(String queue, TargetFunction target, int messages) {
        log.info("{} messages of queue {} no longer wait: function {} is registered", messages, queue, target);
    }

    void nobodySubscribes(String topic) {
        losses.spend(note -> log.warn("A message was lost because its topic {} has no subscriber{}", topic, note));
    }

    void leftBehind(String queue, int messages) {
        log.warn(
                "Queue {} was closed with {} undelivered messages; they were kept in memory only and are lost",
                queue,
                messages);
    }
}

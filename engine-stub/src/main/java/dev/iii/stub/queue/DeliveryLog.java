package dev.iii.stub.queue;

import dev.iii.protocol.ErrorBody;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.core.environment.StubClock;
import dev.iii.transport.LogLimiter;
import java.time.Duration;
import org.slf4j.Logger;

/**
 * Logs failed deliveries, dead letters and lost messages. Each of these has a separate {@link LogLimiter}. Thread-safe.
 */
final class DeliveryLog {

    private static final Logger log = BoundedLogger.of(DeliveryLog.class);
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final int LINES = 20;

    /** One delivery of one message, with the values from the time when it ended. */
    record Try(String queue, String messageId, TargetFunction target, int delivery) {}

    private final LogLimiter failures;
    private final LogLimiter deadLetters;
    private final LogLimiter losses;

    DeliveryLog(StubClock clock) {
        this.failures = new LogLimiter(clock::nanoTime, LINES, PERIOD);
        this.deadLetters = new LogLimiter(clock::nanoTime, LINES, PERIOD);
        this.losses = new LogLimiter(clock::nanoTime, LINES, PERIOD);
    }

    void failed(Try failed, int maxDeliveries, ErrorBody error, Duration pause) {
        failures.log(note -> log.warn(
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
        deadLetters.log(note -> log.warn(
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
        failures.log(note ->
                log.warn("Messages of queue {} wait because function {} is not registered{}", queue, target, note));
    }

    void released(String queue, TargetFunction target, int messages) {
        log.info("{} messages of queue {} no longer wait: function {} is registered", messages, queue, target);
    }

    void nobodySubscribes(String topic) {
        losses.log(note -> log.warn("A message was lost because its topic {} has no subscriber{}", topic, note));
    }

    void leftBehind(String queue, int messages) {
        log.warn(
                "Queue {} was closed with {} undelivered messages; they were kept in memory only and are lost",
                queue,
                messages);
    }
}

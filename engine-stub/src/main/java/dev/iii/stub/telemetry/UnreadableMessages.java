package dev.iii.stub.telemetry;

import dev.iii.stub.core.environment.StubClock;
import dev.iii.stub.json.BadInputException;
import dev.iii.transport.LogLimiter;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs messages of workers that cannot be read. The sender is not notified, as on the real engine. Thread-safe.
 */
final class UnreadableMessages {

    private static final Logger log = LoggerFactory.getLogger(Intake.class);
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final LogLimiter lines;

    UnreadableMessages(StubClock clock) {
        lines = new LogLimiter(clock::nanoTime, 1, PERIOD);
    }

    /**
     * Logs that a message is dropped.
     *
     * @param what the records of the message
     */
    void dropped(String what, BadInputException reason) {
        lines.log(note -> log.warn("A message with {} of a worker is dropped: {}{}", what, reason.getMessage(), note));
    }
}

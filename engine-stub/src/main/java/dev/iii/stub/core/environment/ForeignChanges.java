package dev.iii.stub.core.environment;

import dev.iii.transport.LogLimiter;
import java.time.Duration;

/** The log lines about workers that change, or try to change, what belongs to other workers. */
public final class ForeignChanges {

    private static final int LINES = 10;
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private ForeignChanges() {}

    /** Returns a new limiter for these lines. */
    public static LogLimiter logLimiter(StubClock clock) {
        return new LogLimiter(clock::nanoTime, LINES, PERIOD);
    }
}

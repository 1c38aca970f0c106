package dev.iii.stub.http;

import dev.iii.protocol.ErrorBody;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.core.environment.StubClock;
import dev.iii.transport.LogLimiter;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;

/** Logs why requests failed. The number of log lines is limited, so that the log stays readable. */
final class RequestFailureLog implements Exchange.Errors {

    private static final Logger log = BoundedLogger.of(RequestFailureLog.class);
    private static final long ERROR_ID_MASK = 0xFFFF_FFFF_FFFFL;
    private static final long NANOS = 1_000_000_000L;

    private final StubClock clock;
    private final LogLimiter limiter;
    private final Duration timeout;

    RequestFailureLog(StubClock clock, LogLimiter limiter, Duration timeout) {
        this.clock = clock;
        this.limiter = limiter;
        this.timeout = timeout;
    }

    @Override
    public void late(Route route, String pending) {
        limiter.log(note -> log.warn(
                "A request of {} got status 504: after {} ms it still waited for {}{}",
                route.title(),
                timeout.toMillis(),
                pending,
                note));
    }

    @Override
    public String report(Route route, String functionId, ErrorBody error) {
        Instant now = clock.now();
        String errorId = Long.toHexString((now.getEpochSecond() * NANOS + now.getNano()) & ERROR_ID_MASK);
        limiter.log(note -> log.warn(
                "A request of {} got status 500 (error_id {}) because {} failed: {}: {}{}",
                route.title(),
                errorId,
                functionId,
                error.code(),
                error.message(),
                note));
        return errorId;
    }
}

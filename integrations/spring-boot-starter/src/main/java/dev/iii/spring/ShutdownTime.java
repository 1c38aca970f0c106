package dev.iii.spring;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** The time in which a worker drains, so that its shutdown ends within the time that the application has for it. */
final class ShutdownTime {

    private static final Logger log = LoggerFactory.getLogger(ShutdownTime.class);

    private static final String PHASE_TIMEOUT = "spring.lifecycle.timeout-per-shutdown-phase";
    private static final Duration DEFAULT_PHASE_TIMEOUT = Duration.ofSeconds(30);
    /** A worker interrupts its handlers when the drain time is over, and ends at most one second later. */
    private static final Duration RESERVE = Duration.ofSeconds(2);

    private static final Duration SHORTEST = Duration.ofMillis(100);

    private ShutdownTime() {}

    /** Returns the configured drain time, or the time that the application has if that is less. */
    static Duration of(Duration wanted, Environment environment) {
        Duration phase =
                Binder.get(environment).bind(PHASE_TIMEOUT, Duration.class).orElse(DEFAULT_PHASE_TIMEOUT);
        Duration available = phase.minus(RESERVE);
        Duration longest = available.compareTo(SHORTEST) < 0 ? SHORTEST : available;
        if (wanted.compareTo(longest) <= 0) {
            return wanted;
        }
        log.warn(
                "The drain timeout of the worker is {} and not {} (iii.drain-timeout), because {} is {}",
                longest,
                wanted,
                PHASE_TIMEOUT,
                phase);
        return longest;
    }
}

package dev.iii.stub.vectors;

import java.time.Duration;

/**
 * How long a runner waits for what a vector expects; none of them is spent when the engine answers.
 *
 * @param frame for a frame, the end of a connection, a request to a local server
 * @param http for the answer to an HTTP request
 */
record Waits(Duration frame, Duration http) {

    /** What the format promises to an engine. */
    static final Waits DOCUMENTED = new Waits(Duration.ofSeconds(6), Duration.ofSeconds(20));

    /** For scenarios that are expected to fail: a pass would be a quick one. */
    static final Waits IMPATIENT = new Waits(Duration.ofMillis(1500), Duration.ofSeconds(4));
}

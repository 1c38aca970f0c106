package dev.iii.sdk.internal.session;

import dev.iii.protocol.RawJson;

/**
 * What a session needs to know.
 *
 * @param announcement the payload of {@code engine::workers::register}
 * @param backoff between tries to connect
 * @param stableNanos how long a connection must have been ready for the backoff to begin anew
 * @param pingEveryNanos between signs of life that are asked for
 * @param silenceNanos without a sign of life the connection is dropped
 * @param announceNanos how long the answer to the announcement is waited for
 * @param standby whether functions that other workers have are waited for
 * @param standbyNanos between two tries to take such functions over
 * @param triggers what is done for triggers while a connection lasts
 * @param maxInFlight most calls that wait for an answer
 * @param maxQueuedCalls most calls that wait for a connection
 * @param maxQueuedBytes most bytes of these
 */
public record SessionConfig(
        RawJson announcement,
        Backoff backoff,
        long stableNanos,
        long pingEveryNanos,
        long silenceNanos,
        long announceNanos,
        boolean standby,
        long standbyNanos,
        TriggerUpkeep triggers,
        int maxInFlight,
        int maxQueuedCalls,
        long maxQueuedBytes) {}

package dev.iii.sdk.internal.session;

import dev.iii.protocol.RawJson;
import dev.iii.sdk.policy.Heartbeat;
import dev.iii.sdk.policy.Reconnect;
import dev.iii.sdk.policy.TriggerRetry;

/**
 * The settings of a session.
 *
 * @param announcement the payload of {@code engine::workers::register}
 * @param unlistedAnnouncement the payload for an announcement after which the engine does not list the worker yet
 * @param reconnect the delays between attempts to connect
 * @param heartbeat when the connection is checked and dropped
 * @param announceNanos the maximum time to wait for the response to the announcement or to a fence
 * @param standby whether the worker waits for functions that other workers own
 * @param standbyNanos the time between two attempts to take over such functions
 * @param triggerRetry when refused triggers are registered again on the same connection
 * @param repeatQuickResults whether the results of quick handlers are sent again
 * @param maxInFlight the maximum number of calls that wait for a result
 * @param maxQueuedCalls the maximum number of calls that wait for a connection
 * @param maxQueuedBytes the maximum number of bytes of these calls
 * @param frameLimit the maximum size of a frame
 */
public record SessionConfig(
        RawJson announcement,
        RawJson unlistedAnnouncement,
        Reconnect reconnect,
        Heartbeat heartbeat,
        long announceNanos,
        boolean standby,
        long standbyNanos,
        TriggerRetry triggerRetry,
        boolean repeatQuickResults,
        int maxInFlight,
        int maxQueuedCalls,
        long maxQueuedBytes,
        FrameLimit frameLimit) {}

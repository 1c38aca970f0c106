package dev.iii.stub.queue;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.call.TraceContext;

/**
 * A call to be added to a queue.
 *
 * @param receipt the id by which the caller knows the call
 * @param target the function to call
 * @param payload the payload of the call
 * @param trace the trace context of the caller
 */
record Job(String receipt, TargetFunction target, RawJson payload, TraceContext trace) {}

package dev.iii.stub.queue;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.TraceContext;

/**
 * A call that is to be put into a queue.
 *
 * @param receipt what the caller knows it by
 * @param target the function to call
 * @param data the payload
 * @param trace the trace of the caller
 */
record Job(String receipt, Target target, RawJson data, TraceContext trace) {}

package dev.iii.stub.core.connection;

import dev.iii.stub.core.api.Access;
import dev.iii.stub.core.worker.OutboundConnection;

/** The part of the engine that worker ports use. Thread-safe. */
public interface WorkerGateway {

    /** Adds a worker whose connection is open, and greets it. */
    WorkerConnection connect(OutboundConnection outbound, Access access);

    /** Takes a binary message that may be telemetry; returns {@code false} if it is something else. */
    boolean takeTelemetry(byte[] message);
}

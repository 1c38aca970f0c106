package dev.iii.stub.core.connection;

import dev.iii.stub.core.api.Access;
import dev.iii.stub.core.worker.OutboundConnection;

/** The part of the engine that worker ports use. Thread-safe. */
public interface WorkerGateway {

    /** Adds a worker whose connection is open, and sends its id to it. */
    WorkerConnection connect(OutboundConnection outbound, Access access);

    /** Receives a binary message; returns {@code false} if it is not telemetry. */
    boolean takeTelemetry(byte[] message);
}

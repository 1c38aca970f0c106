package dev.iii.stub.core.api;

/** Receives telemetry that workers send as binary messages (engine behaviour, section 18). */
@FunctionalInterface
public interface TelemetryIntake {

    /** Accepts no message. */
    TelemetryIntake NONE = message -> false;

    /** Returns {@code true} if the message is telemetry, even if it is malformed, and {@code false} otherwise. */
    boolean take(byte[] message);
}

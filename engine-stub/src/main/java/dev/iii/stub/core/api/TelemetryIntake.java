package dev.iii.stub.core.api;

/** Takes telemetry that workers send as binary messages (engine behaviour, section 18). */
@FunctionalInterface
public interface TelemetryIntake {

    /** Takes none. */
    TelemetryIntake NONE = message -> false;

    /** Takes the message if it is telemetry, well-formed or not; false when it is something else. */
    boolean take(byte[] message);
}

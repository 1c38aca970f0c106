package dev.iii.sdk.trigger;

import dev.iii.sdk.internal.check.Arguments;
import java.util.Locale;

/**
 * Calls the function after spans have ended (engine behaviour, section 18), with a {@link TraceEvent}: once for all
 * that ended within about 300 ms. Immutable.
 */
public final class TraceTrigger extends BuiltIn<TraceTrigger> {

    private TraceTrigger(Parts parts) {
        super("trace", parts);
    }

    @Override
    TraceTrigger copy(Parts changed) {
        return new TraceTrigger(changed);
    }

    /** How a span has ended. */
    public enum Status {
        /** As it was meant to. */
        OK,
        /** With an error. */
        ERROR,
        /** Nobody has said. */
        UNSET
    }

    /** Spans of all services. */
    public static TraceTrigger any() {
        return new TraceTrigger(Parts.NONE);
    }

    /** Spans of this service. */
    public static TraceTrigger service(String name) {
        return any().withText("service_name", name, "service name");
    }

    /** Spans that ended so. */
    public TraceTrigger status(Status status) {
        return with("status", Arguments.notNull(status, "status").name().toLowerCase(Locale.ROOT));
    }

    /** What every call of the trigger carries beside its payload, see {@link dev.iii.sdk.Invocation#metadata}. */
    public TraceTrigger metadata(Object metadata) {
        return withMetadata(metadata);
    }
}

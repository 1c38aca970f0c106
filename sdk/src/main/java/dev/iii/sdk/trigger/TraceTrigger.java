package dev.iii.sdk.trigger;

import dev.iii.sdk.internal.check.Arguments;
import java.util.Locale;

/**
 * Calls the function after spans have ended (engine behaviour, section 18). The payload is a {@link TraceEvent}. The
 * engine makes one call for all spans that end within about 300 ms. Immutable.
 */
public final class TraceTrigger extends BuiltInTrigger<TraceTrigger> {

    private TraceTrigger(Settings settings) {
        super("trace", settings);
    }

    @Override
    TraceTrigger copy(Settings changed) {
        return new TraceTrigger(changed);
    }

    /** The status of a span that has ended. */
    public enum Status {
        /** The operation succeeded. */
        OK,
        /** The operation failed. */
        ERROR,
        /** The status was not set. */
        UNSET
    }

    /** Creates a trigger for the spans of all services. */
    public static TraceTrigger any() {
        return new TraceTrigger(Settings.NONE);
    }

    /** Creates a trigger for the spans of one service. */
    public static TraceTrigger service(String name) {
        return any().withString("service_name", name, "service name");
    }

    /** Limits this trigger to spans with this status. Default: all spans. */
    public TraceTrigger status(Status status) {
        return with("status", Arguments.notNull(status, "status").name().toLowerCase(Locale.ROOT));
    }

    /**
     * Sets the metadata that every call of this trigger has in addition to its payload, see
     * {@link dev.iii.sdk.Invocation#metadata}. Default: none.
     *
     * @param metadata any value that can be written as JSON; must not be {@code null}
     */
    public TraceTrigger metadata(Object metadata) {
        return withMetadata(metadata);
    }
}

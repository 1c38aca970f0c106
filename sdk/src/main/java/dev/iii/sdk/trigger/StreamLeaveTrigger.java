package dev.iii.sdk.trigger;

/**
 * Calls the function when a consumer leaves a stream, and once per subscription when the connection of a consumer is
 * closed (engine behaviour, section 11). The payload is a {@link StreamLeaveEvent}.
 *
 * <p>The engine calls the function for <em>every</em> stream, regardless of the configuration, and supports no
 * condition. Check {@link StreamLeaveEvent#path} in the function. Immutable.
 */
public final class StreamLeaveTrigger extends BuiltInTrigger<StreamLeaveTrigger> {

    private StreamLeaveTrigger(Settings settings) {
        super("stream:leave", settings);
    }

    @Override
    StreamLeaveTrigger copy(Settings changed) {
        return new StreamLeaveTrigger(changed);
    }

    /** Creates a trigger for the consumers of all streams. */
    public static StreamLeaveTrigger any() {
        return new StreamLeaveTrigger(Settings.NONE);
    }
}

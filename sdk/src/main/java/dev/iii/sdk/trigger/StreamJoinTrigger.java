package dev.iii.sdk.trigger;

/**
 * Calls the function when a consumer requests to join a stream, before the consumer receives anything (engine
 * behaviour, section 11). The payload is a {@link StreamJoinEvent}. The consumer waits until the function has returned
 * a {@link StreamJoinDecision}.
 *
 * <p>The engine calls the function for <em>every</em> stream, regardless of the configuration, and supports no
 * condition. Check {@link StreamJoinEvent#path} in the function. Immutable.
 */
public final class StreamJoinTrigger extends BuiltInTrigger<StreamJoinTrigger> {

    private StreamJoinTrigger(Settings settings) {
        super("stream:join", settings);
    }

    @Override
    StreamJoinTrigger copy(Settings changed) {
        return new StreamJoinTrigger(changed);
    }

    /** Creates a trigger for the consumers of all streams. */
    public static StreamJoinTrigger any() {
        return new StreamJoinTrigger(Settings.NONE);
    }
}

package dev.iii.sdk.trigger;

/**
 * Calls the function when a consumer wants to join a stream, before it gets anything (engine behaviour, section 11),
 * with a {@link StreamJoinEvent}. It answers with a {@link JoinDecision}; the consumer waits for it. The engine calls
 * for <em>every</em> stream, whatever the configuration says, and asks no condition: look at
 * {@link StreamJoinEvent#place}. Immutable.
 */
public final class StreamJoinTrigger extends BuiltIn<StreamJoinTrigger> {

    private StreamJoinTrigger(Parts parts) {
        super("stream:join", parts);
    }

    @Override
    StreamJoinTrigger copy(Parts changed) {
        return new StreamJoinTrigger(changed);
    }

    /** Consumers of all streams. */
    public static StreamJoinTrigger any() {
        return new StreamJoinTrigger(Parts.NONE);
    }
}

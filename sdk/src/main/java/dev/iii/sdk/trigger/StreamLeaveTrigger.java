package dev.iii.sdk.trigger;

/**
 * Calls the function when a consumer leaves a stream, and for each of its subscriptions when its connection is gone
 * (engine behaviour, section 11), with a {@link StreamLeaveEvent}. The engine calls for <em>every</em> stream, whatever
 * the configuration says, and asks no condition: look at {@link StreamLeaveEvent#place}. Immutable.
 */
public final class StreamLeaveTrigger extends BuiltIn<StreamLeaveTrigger> {

    private StreamLeaveTrigger(Parts parts) {
        super("stream:leave", parts);
    }

    @Override
    StreamLeaveTrigger copy(Parts changed) {
        return new StreamLeaveTrigger(changed);
    }

    /** Consumers of all streams. */
    public static StreamLeaveTrigger any() {
        return new StreamLeaveTrigger(Parts.NONE);
    }
}

package dev.iii.sdk.trigger;

import dev.iii.sdk.internal.check.Arguments;

/**
 * Calls the function when an item of a stream changes or an event is sent to it (engine behaviour, section 11), with a
 * {@link dev.iii.sdk.stream.StreamEvent}. A delete of an item that is not there fires nothing. Immutable.
 */
public final class StreamTrigger extends BuiltIn<StreamTrigger> {

    private StreamTrigger(Parts parts) {
        super("stream", parts);
    }

    @Override
    StreamTrigger copy(Parts changed) {
        return new StreamTrigger(changed);
    }

    /** The stream of this name. There is no trigger for all streams: an engine does not survive the attempt. */
    public static StreamTrigger stream(String name) {
        return new StreamTrigger(Parts.NONE).withText("stream_name", name, "stream name");
    }

    /** Items of this group alone. */
    public StreamTrigger group(String group) {
        return with("group_id", Arguments.notNull(group, "group"));
    }

    /** The item of this id alone. */
    public StreamTrigger item(String item) {
        return with("item_id", Arguments.notNull(item, "item"));
    }

    /** Asks this function first, with the same payload; its answer {@code false} stops the call, an error does too. */
    public StreamTrigger condition(String functionId) {
        return withCondition(functionId);
    }

    /** What every call of the trigger carries beside its payload, see {@link dev.iii.sdk.Invocation#metadata}. */
    public StreamTrigger metadata(Object metadata) {
        return withMetadata(metadata);
    }
}

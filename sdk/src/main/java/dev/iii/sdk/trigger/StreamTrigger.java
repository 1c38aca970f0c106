package dev.iii.sdk.trigger;

import dev.iii.sdk.internal.check.Arguments;

/**
 * Calls the function when an item of a stream changes or an event is sent to the stream (engine behaviour, section 11).
 * The payload is a {@link dev.iii.sdk.stream.StreamEvent}. Deleting an item that does not exist does not fire the
 * trigger. Immutable.
 */
public final class StreamTrigger extends BuiltInTrigger<StreamTrigger> {

    private StreamTrigger(Settings settings) {
        super("stream", settings);
    }

    @Override
    StreamTrigger copy(Settings changed) {
        return new StreamTrigger(changed);
    }

    /**
     * Creates a trigger for one stream. There is no trigger for all streams: registering one would make an engine stop
     * responding (engine behaviour, section 7).
     *
     * @throws IllegalArgumentException if the name is {@code null} or blank
     */
    public static StreamTrigger stream(String name) {
        return new StreamTrigger(Settings.NONE).withString("stream_name", name, "stream name");
    }

    /** Limits this trigger to one group. Default: all groups. */
    public StreamTrigger group(String group) {
        return with("group_id", Arguments.notNull(group, "group"));
    }

    /** Limits this trigger to the item with this id. Default: all items. */
    public StreamTrigger item(String item) {
        return with("item_id", Arguments.notNull(item, "item"));
    }

    /**
     * Sets a function that the engine calls first, with the same payload. If it returns {@code false} or fails, the
     * engine does not call the function of this trigger. Default: none.
     */
    public StreamTrigger condition(String functionId) {
        return withCondition(functionId);
    }

    /**
     * Sets the metadata that every call of this trigger has in addition to its payload, see
     * {@link dev.iii.sdk.Invocation#metadata}. Default: none.
     *
     * @param metadata any value that can be written as JSON; must not be {@code null}
     */
    public StreamTrigger metadata(Object metadata) {
        return withMetadata(metadata);
    }
}

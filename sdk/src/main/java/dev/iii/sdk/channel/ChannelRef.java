package dev.iii.sdk.channel;

import dev.iii.sdk.Json;
import dev.iii.sdk.internal.Arguments;
import dev.iii.sdk.internal.json.ChannelRefs;
import java.util.Map;

/**
 * The name of one end of a channel, and the key to it (engine behaviour, section 16). Good for one connection.
 * Immutable.
 *
 * @param channelId the channel
 * @param accessKey a secret: whoever has it can use the end
 * @param direction which end it is
 */
public record ChannelRef(String channelId, String accessKey, Direction direction) {

    /** An end of a channel. */
    public enum Direction {
        /** What comes out. */
        READ,
        /** What goes in. */
        WRITE
    }

    /**
     * All references in a value, by where they stand: {@code upload.parts[2]}, or an empty text for the value itself. For those
     * who hand JSON on without reading it; in a Java type they are live ends.
     */
    public static Map<String, ChannelRef> in(Json value) {
        return ChannelRefs.in(Arguments.notNull(value, "value"));
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "ChannelRef[" + channelId + ", " + direction + "]";
    }
}

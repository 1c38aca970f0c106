package dev.iii.sdk.channel;

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

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "ChannelRef[" + channelId + ", " + direction + "]";
    }
}

package dev.iii.sdk.channel;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The id of one end of a channel and the key that opens it (engine behaviour, section 16). It can be used for one
 * connection. Immutable.
 *
 * @param channelId the id of the channel
 * @param accessKey the key; a secret, because it is sufficient to use this end
 * @param direction whether this is the reading or the writing end
 */
public record ChannelRef(String channelId, String accessKey, Direction direction) {

    /** One of the two ends of a channel. */
    public enum Direction {
        /** The reading end. */
        READ,
        /** The writing end. */
        WRITE
    }

    /**
     * Returns the reference that a JSON object with these fields represents; empty if a field is missing or invalid.
     *
     * @param channelId the field {@code channel_id}
     * @param accessKey the field {@code access_key}
     * @param direction the field {@code direction}: {@code read} or {@code write}
     */
    public static Optional<ChannelRef> of(
            @Nullable String channelId, @Nullable String accessKey, @Nullable String direction) {
        if (channelId == null || channelId.isEmpty() || accessKey == null || accessKey.isEmpty()) {
            return Optional.empty();
        }
        if ("read".equals(direction)) {
            return Optional.of(new ChannelRef(channelId, accessKey, Direction.READ));
        }
        return "write".equals(direction)
                ? Optional.of(new ChannelRef(channelId, accessKey, Direction.WRITE))
                : Optional.empty();
    }

    /**
     * Returns all references inside a value by their path, for example {@code upload.parts[2]}, or an empty string for the
     * value itself. Use it to pass JSON on without reading it; if a value is read as a Java type, references become live
     * ends.
     */
    public static Map<String, ChannelRef> in(Json value) {
        Map<String, ChannelRef> found = new LinkedHashMap<>();
        collect("", Arguments.notNull(value, "value"), found);
        return found;
    }

    private static void collect(String path, Json value, Map<String, ChannelRef> found) {
        Map<String, Json> fields = value.fields();
        Optional<ChannelRef> ref =
                of(string(fields, "channel_id"), string(fields, "access_key"), string(fields, "direction"));
        if (ref.isPresent()) {
            found.put(path, ref.get());
            return;
        }
        fields.forEach((name, field) -> collect(path.isEmpty() ? name : path + "." + name, field, found));
        List<Json> elements = value.elements();
        for (int i = 0; i < elements.size(); i++) {
            collect(path + "[" + i + "]", elements.get(i), found);
        }
    }

    private static @Nullable String string(Map<String, Json> fields, String name) {
        Json value = fields.get(name);
        return value != null && value.text().startsWith("\"") ? value.as(String.class) : null;
    }

    /** Returns the id and the direction without the key. */
    @Override
    public String toString() {
        return "ChannelRef[" + channelId + ", " + direction + "]";
    }
}

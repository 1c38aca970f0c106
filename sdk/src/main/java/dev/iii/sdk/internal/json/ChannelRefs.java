package dev.iii.sdk.internal.json;

import dev.iii.sdk.Json;
import dev.iii.sdk.channel.ChannelRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** References to channels in JSON that nobody reads as a Java type. */
public final class ChannelRefs {

    private ChannelRefs() {}

    public static Map<String, ChannelRef> in(Json value) {
        Map<String, ChannelRef> found = new LinkedHashMap<>();
        collect("", value, found);
        return found;
    }

    /** Neither object nor array: both are empty. */
    private static void collect(String path, Json value, Map<String, ChannelRef> found) {
        Map<String, Json> fields = value.fields();
        ChannelRef ref =
                ChannelJson.ref(text(fields, "channel_id"), text(fields, "access_key"), text(fields, "direction"));
        if (ref != null) {
            found.put(path, ref);
            return;
        }
        fields.forEach((name, field) -> collect(path.isEmpty() ? name : path + "." + name, field, found));
        List<Json> elements = value.elements();
        for (int i = 0; i < elements.size(); i++) {
            collect(path + "[" + i + "]", elements.get(i), found);
        }
    }

    private static @Nullable String text(Map<String, Json> fields, String name) {
        Json value = fields.get(name);
        return value != null && value.text().startsWith("\"") ? value.as(String.class) : null;
    }
}

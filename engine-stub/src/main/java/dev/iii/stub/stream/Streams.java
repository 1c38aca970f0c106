package dev.iii.stub.stream;

import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.RawJson;
import dev.iii.stub.store.KeyValueStore;
import dev.iii.stub.store.MemoryStore;
import dev.iii.stub.store.UpdateOp;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The items of all streams, in memory. Thread-safe.
 *
 * <p>The streams are independent of each other, whatever their names contain. On the real engine, streams with a colon
 * in their names appear in each other's lists.
 */
final class Streams {

    private final Map<String, KeyValueStore> byName = new ConcurrentHashMap<>();

    KeyValueStore.Change set(Group group, String item, RawJson value) {
        return made(group.stream()).set(group.id(), item, value);
    }

    KeyValueStore.Change update(Group group, String item, List<UpdateOp> operations) {
        return made(group.stream()).update(group.id(), item, operations);
    }

    @Nullable
    RawJson get(Group group, String item) {
        KeyValueStore stream = byName.get(group.stream());
        return stream == null ? null : stream.get(group.id(), item);
    }

    @Nullable
    RawJson delete(Group group, String item) {
        KeyValueStore stream = byName.get(group.stream());
        return stream == null ? null : stream.delete(group.id(), item);
    }

    List<RawJson> list(Group group) {
        KeyValueStore stream = byName.get(group.stream());
        return stream == null ? List.of() : stream.list(group.id());
    }

    List<String> groups(String stream) {
        KeyValueStore groups = byName.get(stream);
        return groups == null ? List.of() : groups.groups();
    }

    /** Returns all streams with their groups, sorted by name: {@code {"stream":[{"id":…,"groups":[…]}],"count":…}}. */
    RawJson all() {
        JsonBuffer out = new JsonBuffer();
        out.raw('{').string("stream").raw(':').raw('[');
        Map<String, KeyValueStore> sorted = new TreeMap<>(byName);
        int count = 0;
        for (Map.Entry<String, KeyValueStore> stream : sorted.entrySet()) {
            if (count++ > 0) {
                out.raw(',');
            }
            out.raw('{').string("id").raw(':').string(stream.getKey());
            out.raw(',').string("groups").raw(':').raw(names(stream.getValue().groups()));
            out.raw('}');
        }
        out.raw(']').raw(',').string("count").raw(':');
        out.raw(Integer.toString(count).getBytes(StandardCharsets.US_ASCII));
        return RawJson.wrap(out.raw('}').toByteArray());
    }

    /** Returns a JSON array of strings. */
    static RawJson names(List<String> names) {
        JsonBuffer out = new JsonBuffer();
        out.raw('[');
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                out.raw(',');
            }
            out.string(names.get(i));
        }
        return RawJson.wrap(out.raw(']').toByteArray());
    }

    private KeyValueStore made(String stream) {
        return byName.computeIfAbsent(stream, name -> new MemoryStore());
    }
}

package dev.iii.stub.stream;

import dev.iii.protocol.RawJson;
import dev.iii.stub.json.ObjectWriter;
import dev.iii.stub.store.KeyValueStore;
import dev.iii.stub.store.MemoryStore;
import dev.iii.stub.store.UpdateOp;
import java.util.ArrayList;
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
        List<RawJson> streams = new ArrayList<>();
        new TreeMap<>(byName)
                .forEach((name, store) -> streams.add(new ObjectWriter()
                        .put("id", name)
                        .put("groups", ObjectWriter.strings(store.groups()))
                        .end()));
        return new ObjectWriter()
                .put("stream", streams)
                .put("count", streams.size())
                .end();
    }

    private KeyValueStore made(String stream) {
        return byName.computeIfAbsent(stream, name -> new MemoryStore());
    }
}

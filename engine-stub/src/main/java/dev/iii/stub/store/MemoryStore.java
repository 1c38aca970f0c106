package dev.iii.stub.store;

import dev.iii.protocol.RawJson;
import dev.iii.stub.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A store in memory. Its values are lost when the process ends. Each group has a lock, which is held only briefly. */
public final class MemoryStore implements KeyValueStore {

    private static final class Group {
        final ReentrantLock lock = new ReentrantLock();
        final Map<String, RawJson> values = new LinkedHashMap<>();
    }

    private final Map<String, Group> groups = new ConcurrentHashMap<>();

    /** Creates an empty store. */
    public MemoryStore() {
        // Declared because it is part of the public API.
    }

    @Override
    public Change set(String group, String key, RawJson value) {
        RawJson kept = JsonText.detached(value);
        Group in = groups.computeIfAbsent(group, name -> new Group());
        in.lock.lock();
        try {
            return new Change(in.values.put(key, kept), kept, List.of());
        } finally {
            in.lock.unlock();
        }
    }

    @Override
    public @Nullable RawJson get(String group, String key) {
        Group in = groups.get(group);
        if (in == null) {
            return null;
        }
        in.lock.lock();
        try {
            return in.values.get(key);
        } finally {
            in.lock.unlock();
        }
    }

    @Override
    public @Nullable RawJson delete(String group, String key) {
        Group in = groups.get(group);
        if (in == null) {
            return null;
        }
        in.lock.lock();
        try {
            return in.values.remove(key);
        } finally {
            in.lock.unlock();
        }
    }

    @Override
    public Change update(String group, String key, List<UpdateOp> operations) {
        Group in = groups.computeIfAbsent(group, name -> new Group());
        in.lock.lock();
        try {
            RawJson old = in.values.get(key);
            Update.Result update = Update.of(old, operations);
            in.values.put(key, update.value());
            return new Change(old, update.value(), update.errors());
        } finally {
            in.lock.unlock();
        }
    }

    @Override
    public List<RawJson> list(String group) {
        Group in = groups.get(group);
        if (in == null) {
            return List.of();
        }
        in.lock.lock();
        try {
            return new ArrayList<>(in.values.values());
        } finally {
            in.lock.unlock();
        }
    }

    @Override
    public List<String> groups() {
        return List.copyOf(new TreeSet<>(groups.keySet()));
    }
}

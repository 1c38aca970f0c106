package dev.iii.stub.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All connected workers, and which of them has which name. Changes happen under the {@link Lifecycle} lock. */
final class Workers {

    private record Name(String namespace, String name) {}

    private final Map<String, Worker> byId = new ConcurrentHashMap<>();
    private final Map<Name, Worker> names = new HashMap<>();

    void add(Worker worker) {
        byId.put(worker.id(), worker);
    }

    @Nullable
    Worker find(String id) {
        return byId.get(id);
    }

    List<Worker> all() {
        return List.copyOf(byId.values());
    }

    /** Gives the worker the name, instead of one that it had; the worker that has it when it is not free. */
    @Nullable
    Worker lease(String namespace, String name, Worker worker) {
        Worker owner = names.get(new Name(namespace, name));
        if (owner != null && owner != worker) {
            return owner;
        }
        releaseName(namespace, worker);
        names.put(new Name(namespace, name), worker);
        worker.leasedName(name);
        return null;
    }

    void remove(Worker worker) {
        byId.remove(worker.id());
        releaseName(worker.namespace(), worker);
    }

    private void releaseName(String namespace, Worker worker) {
        String leased = worker.leasedName();
        if (leased != null) {
            names.remove(new Name(namespace, leased), worker);
            worker.leasedName(null);
        }
    }
}

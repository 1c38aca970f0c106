package dev.iii.stub.core.connection;

import dev.iii.stub.core.api.ConnectedWorker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All connections of workers by id, and the names of the workers. Changes happen under the
 * {@link dev.iii.stub.core.worker.EngineLock}; lookups by id need no lock.
 */
final class ConnectedWorkers {

    private record WorkerName(String namespace, String name) {}

    private final Map<String, WorkerConnection> byId = new ConcurrentHashMap<>();
    private final Map<WorkerName, WorkerConnection> names = new HashMap<>();

    void add(WorkerConnection connection) {
        byId.put(connection.worker().id(), connection);
    }

    @Nullable
    WorkerConnection find(String id) {
        return byId.get(id);
    }

    List<WorkerConnection> connections() {
        return List.copyOf(byId.values());
    }

    List<ConnectedWorker> workers() {
        List<ConnectedWorker> workers = new ArrayList<>();
        byId.values().forEach(connection -> workers.add(connection.worker()));
        return workers;
    }

    /**
     * Gives the worker a name in place of the one that it had.
     *
     * @return {@code null} if the worker has the name now, otherwise the connection whose worker has it
     */
    @Nullable
    WorkerConnection lease(String namespace, String name, WorkerConnection connection) {
        WorkerConnection owner = names.get(new WorkerName(namespace, name));
        if (owner != null && owner != connection) {
            return owner;
        }
        releaseName(namespace, connection);
        names.put(new WorkerName(namespace, name), connection);
        connection.leasedName(name);
        return null;
    }

    void remove(WorkerConnection connection) {
        byId.remove(connection.worker().id());
        releaseName(connection.worker().namespace(), connection);
    }

    private void releaseName(String namespace, WorkerConnection connection) {
        String leased = connection.leasedName();
        if (leased != null) {
            names.remove(new WorkerName(namespace, leased), connection);
            connection.leasedName(null);
        }
    }
}

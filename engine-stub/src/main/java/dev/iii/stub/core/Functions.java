package dev.iii.stub.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * All functions, by namespace and id. Looking up takes no lock and costs the same for one function and for a hundred
 * thousand; changes happen under the {@link Lifecycle} lock.
 *
 * <p>A worker may take the id of a built-in function, as on the real engine. Unlike there the built-in function is back
 * when the worker lets go of the id.
 */
final class Functions {

    private final Map<String, Map<String, Function>> byNamespace = new ConcurrentHashMap<>();
    private final Map<String, Function> inDefault = new ConcurrentHashMap<>();
    private final Map<String, Function> builtIns = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    Functions() {
        byNamespace.put(Engine.DEFAULT_NAMESPACE, inDefault);
    }

    @Nullable
    Function find(String namespace, String id) {
        if (namespace.equals(Engine.DEFAULT_NAMESPACE)) {
            return inDefault.get(id);
        }
        Map<String, Function> functions = byNamespace.get(namespace);
        return functions == null ? null : functions.get(id);
    }

    /** The namespaces that have a function of this id, sorted. */
    List<String> namespacesOf(String id) {
        TreeSet<String> namespaces = new TreeSet<>();
        byNamespace.forEach((namespace, functions) -> {
            if (functions.containsKey(id)) {
                namespaces.add(namespace);
            }
        });
        return List.copyOf(namespaces);
    }

    /** A number that is another one after every change. */
    long changes() {
        return changes.get();
    }

    List<Function> all() {
        List<Function> all = new ArrayList<>();
        byNamespace.values().forEach(functions -> all.addAll(functions.values()));
        return all;
    }

    void install(Function builtIn) {
        if (builtIns.putIfAbsent(builtIn.id(), builtIn) != null) {
            throw new IllegalStateException("the built-in function " + builtIn.id() + " is there twice");
        }
        inDefault.put(builtIn.id(), builtIn);
        changes.incrementAndGet();
    }

    void uninstall(EngineWorker worker) {
        builtIns.values().removeIf(function -> function.engineWorker() == worker);
        inDefault.values().removeIf(function -> function.engineWorker() == worker);
        changes.incrementAndGet();
    }

    /** Registers the function unless another worker owns its id; then that worker is returned. */
    @Nullable
    Worker claim(Function function, Worker claimant) {
        Map<String, Function> functions =
                byNamespace.computeIfAbsent(function.namespace(), namespace -> new ConcurrentHashMap<>());
        Function existing = functions.get(function.id());
        Worker owner = existing == null ? null : existing.owner();
        if (owner != null && owner != claimant) {
            return owner;
        }
        functions.put(function.id(), function);
        changes.incrementAndGet();
        return null;
    }

    /** Removes the function if the worker owns it. */
    boolean release(String namespace, String id, Worker owner) {
        Map<String, Function> functions = byNamespace.get(namespace);
        Function existing = functions == null ? null : functions.get(id);
        if (functions == null || existing == null || existing.owner() != owner) {
            return false;
        }
        changes.incrementAndGet();
        Function builtIn = functions == inDefault ? builtIns.get(id) : null;
        if (builtIn != null) {
            functions.put(id, builtIn);
            return true;
        }
        functions.remove(id);
        if (functions.isEmpty() && functions != inDefault) {
            byNamespace.remove(namespace);
        }
        return true;
    }
}

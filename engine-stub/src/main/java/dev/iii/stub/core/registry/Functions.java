package dev.iii.stub.core.registry;

import dev.iii.stub.core.api.RegisteredFunction;
import dev.iii.stub.core.call.Namespaces;
import dev.iii.stub.core.worker.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * All functions, by namespace and id. A lookup takes no lock and costs the same for one function as for a hundred
 * thousand. Changes happen under the {@link dev.iii.stub.core.worker.EngineLock}.
 *
 * <p>A worker may register the id of a built-in function, as on the real engine. Unlike there, the built-in function is
 * callable again as soon as the worker unregisters the id.
 */
public final class Functions {

    private final Map<String, Map<String, Function>> byNamespace = new ConcurrentHashMap<>();
    private final Map<String, Function> inDefault = new ConcurrentHashMap<>();
    private final Map<String, Function> builtIns = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    /** Creates a registry without functions. */
    public Functions() {
        byNamespace.put(Namespaces.DEFAULT, inDefault);
    }

    /** Returns the function, or {@code null} if there is none. */
    public @Nullable Function find(String namespace, String id) {
        if (namespace.equals(Namespaces.DEFAULT)) {
            return inDefault.get(id);
        }
        Map<String, Function> functions = byNamespace.get(namespace);
        return functions == null ? null : functions.get(id);
    }

    /** Returns the namespaces that have a function with this id, sorted. */
    public List<String> namespacesOf(String id) {
        TreeSet<String> namespaces = new TreeSet<>();
        byNamespace.forEach((namespace, functions) -> {
            if (functions.containsKey(id)) {
                namespaces.add(namespace);
            }
        });
        return List.copyOf(namespaces);
    }

    /**
     * Returns a number that is different after every change. It changes after the functions: a caller that reads the number,
     * then the functions, and later the same number again has seen every change.
     */
    public long changes() {
        return changes.get();
    }

    /** Returns all functions, in no particular order. */
    public List<RegisteredFunction> all() {
        List<RegisteredFunction> all = new ArrayList<>();
        byNamespace.values().forEach(functions -> all.addAll(functions.values()));
        return all;
    }

    /**
     * Adds a built-in function.
     *
     * @throws IllegalStateException if there is a built-in function with its id
     */
    public void install(Function builtIn) {
        if (builtIns.putIfAbsent(builtIn.id(), builtIn) != null) {
            throw new IllegalStateException("the built-in function " + builtIn.id() + " is added twice");
        }
        inDefault.put(builtIn.id(), builtIn);
        changes.incrementAndGet();
    }

    /**
     * Registers the function unless another worker owns its id.
     *
     * @return {@code null} if the function is registered, otherwise the worker that owns the id
     */
    public @Nullable Worker claim(Function function, Worker claimant) {
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

    /**
     * Removes the function if the worker owns it.
     *
     * @return {@code true} if the worker owned it
     */
    public boolean release(String namespace, String id, Worker owner) {
        Map<String, Function> functions = byNamespace.get(namespace);
        Function existing = functions == null ? null : functions.get(id);
        if (functions == null || existing == null || existing.owner() != owner) {
            return false;
        }
        Function builtIn = functions == inDefault ? builtIns.get(id) : null;
        if (builtIn != null) {
            functions.put(id, builtIn);
        } else {
            functions.remove(id);
            if (functions.isEmpty() && functions != inDefault) {
                byNamespace.remove(namespace);
            }
        }
        changes.incrementAndGet();
        return true;
    }
}

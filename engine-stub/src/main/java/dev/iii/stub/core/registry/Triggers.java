package dev.iii.stub.core.registry;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.TriggerRegistrationResult;
import dev.iii.stub.core.api.RegisteredTriggerType;
import dev.iii.stub.core.call.Namespaces;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.core.environment.ForeignChanges;
import dev.iii.stub.core.environment.StubClock;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.core.trigger.TriggerRegistration;
import dev.iii.stub.core.trigger.TriggerRejected;
import dev.iii.stub.core.worker.EngineLock;
import dev.iii.stub.core.worker.Worker;
import dev.iii.transport.LogLimiter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Trigger types, the triggers that are bound to them, and the triggers that wait for a type (engine behaviour, sections 7
 * and 8).
 *
 * <p>All methods are called under the {@link EngineLock}. A trigger is either bound to one type or parked, never both.
 */
public final class Triggers {

    private static final Logger log = BoundedLogger.of(Triggers.class);
    /** The error code of a registration that the provider of the type refuses. */
    static final String FAILED = "trigger_registration_failed";

    private record TypeKey(String namespace, String id) {}

    private final Map<TypeKey, TriggerType> types = new LinkedHashMap<>();
    /** Built-in types. They provide their type again when a worker that provided the same type is gone. */
    private final Map<TypeKey, TriggerType> builtIns = new LinkedHashMap<>();

    private final Map<String, TriggerBinding> bindings = new LinkedHashMap<>();
    private final AwaitedTriggers awaited;
    private final LogLimiter foreign;
    private final long maxLastingBytes;
    /** The size of the triggers that belong to no worker, including those that wait for the answer of a provider. */
    private long lastingBytes;

    /**
     * Creates a registry without types and triggers.
     *
     * @param maxBytes the maximum number of bytes that are kept for all workers together; half of it is for triggers that
     *     belong to no worker
     */
    public Triggers(StubClock clock, EngineLock lock, long maxBytes) {
        this.maxLastingBytes = maxBytes / 2;
        this.awaited = new AwaitedTriggers(clock, lock);
        this.foreign = ForeignChanges.logLimiter(clock);
    }

    // ---------------------------------------------------------------- lookups

    /** Returns all types, in the order in which they were registered. */
    public List<RegisteredTriggerType> types() {
        return List.copyOf(types.values());
    }

    /** Returns the triggers that are bound to a type, in the order in which they were registered. */
    public List<Trigger> active() {
        List<Trigger> active = new ArrayList<>();
        for (TriggerBinding binding : bindings.values()) {
            if (binding.type != null) {
                active.add(binding.trigger);
            }
        }
        return active;
    }

    /** Returns a type, or {@code null} if there is none. */
    public @Nullable TriggerType type(String namespace, String id) {
        return types.get(new TypeKey(namespace, id));
    }

    /** Returns the type that the trigger is bound to, or {@code null} while it is parked. */
    public @Nullable TriggerType typeOf(String triggerId) {
        TriggerBinding binding = bindings.get(triggerId);
        return binding == null ? null : binding.type;
    }

    private @Nullable TriggerType resolve(Trigger trigger) {
        String only = trigger.providerNamespace();
        if (only != null) {
            return types.get(new TypeKey(only, trigger.type()));
        }
        TriggerType atHome = types.get(new TypeKey(trigger.home(), trigger.type()));
        return atHome != null ? atHome : types.get(new TypeKey(Namespaces.DEFAULT, trigger.type()));
    }

    // ---------------------------------------------------------------- triggers

    /**
     * Registers a trigger in place of one with the same id.
     *
     * @param owner the worker with whose connection the trigger ends, {@code null} if it stays until it is unregistered
     */
    public TriggerRegistration register(Trigger trigger, @Nullable Worker owner) {
        TriggerType type = resolve(trigger);
        if (type == null) {
            replace(trigger, owner);
            warnParked(trigger);
            return TriggerRegistration.PARKED;
        }
        if (type.provider() instanceof TriggerType.Provider.BuiltIn builtIn) {
            try {
                builtIn.triggers().register(trigger);
            } catch (TriggerRejected e) {
                // A trigger that was registered under the same id before stays.
                return new TriggerRegistration.Rejected(new ErrorBody(FAILED, String.valueOf(e.getMessage())));
            }
        } else {
            String failure = ProviderFrames.send(type, trigger);
            if (failure != null) {
                return new TriggerRegistration.Rejected(new ErrorBody(FAILED, failure));
            }
        }
        TriggerBinding previous = bindings.get(trigger.id());
        if (previous != null && previous.type == type) {
            previous.type = null; // The provider has replaced it already.
        }
        replace(trigger, owner).type = type;
        return TriggerRegistration.ACTIVE;
    }

    /**
     * Registers a trigger that belongs to no connection. Rejects it if such triggers need too much memory. If a connected worker
     * provides the type, its answer is awaited.
     */
    public CompletionStage<TriggerRegistration> registerLasting(Trigger trigger) {
        if (lastingBytes + RegisteredBytes.of(trigger) > maxLastingBytes) {
            return CompletableFuture.completedStage(new TriggerRegistration.Rejected(new ErrorBody(
                    FAILED,
                    "The triggers that belong to no worker need more than " + maxLastingBytes + " bytes of memory")));
        }
        TriggerType type = resolve(trigger);
        Worker provider = type == null ? null : type.owner();
        if (type == null || provider == null) {
            return CompletableFuture.completedStage(register(trigger, null));
        }
        String tooLarge = provider.tooLarge(ProviderFrames.register(type, trigger));
        if (tooLarge != null) {
            return CompletableFuture.completedStage(
                    new TriggerRegistration.Rejected(new ErrorBody(FAILED, ProviderFrames.notSent(tooLarge))));
        }
        long size = RegisteredBytes.of(trigger);
        lastingBytes += size;
        CompletionStage<TriggerRegistration> answer =
                awaited.await(provider, trigger, () -> settle(trigger, type), () -> lastingBytes -= size);
        ProviderFrames.send(type, trigger);
        return answer;
    }

    /**
     * Binds a trigger that the provider of the type has accepted. If that provider is gone, the trigger is bound to the
     * type that is registered now.
     */
    private TriggerRegistration settle(Trigger trigger, TriggerType accepted) {
        TriggerBinding binding = replace(trigger, null);
        TriggerType type = resolve(trigger);
        if (type == accepted) {
            binding.type = type;
        } else if (type != null) {
            binding.attach(type);
        }
        return binding.type == null ? TriggerRegistration.PARKED : TriggerRegistration.ACTIVE;
    }

    /**
     * Removes a trigger.
     *
     * @return {@code true} if there was one
     */
    public boolean unregister(String id) {
        TriggerBinding binding = bindings.remove(id);
        if (binding == null) {
            return false;
        }
        forgetAtOwner(binding);
        binding.detach();
        return true;
    }

    /**
     * Removes a trigger at the request of a worker that calls {@code engine::unregister_trigger}. As on the real
     * engine, the trigger may belong to any worker.
     *
     * @return {@code true} if there was one
     */
    public boolean unregisterByCall(String id) {
        TriggerBinding binding = bindings.get(id);
        Worker owner = binding == null ? null : binding.owner;
        if (binding != null && owner != null) {
            foreign.log(note -> log.warn(
                    "The {} of worker {} is unregistered by a call of engine::unregister_trigger; as on the real"
                            + " engine, this is open to every worker{}",
                    binding.trigger.described(),
                    owner,
                    note));
        }
        return unregister(id);
    }

    /** Removes a trigger at the request of a worker, unless it belongs to the connection of another worker. */
    public void unregister(String id, Worker by) {
        TriggerBinding binding = bindings.get(id);
        Worker owner = binding == null ? null : binding.owner;
        if (binding != null && owner != null && owner != by) {
            foreign.log(note -> log.warn(
                    "Worker {} may not unregister the {}, which belongs to worker {}{}",
                    by,
                    binding.trigger.described(),
                    owner,
                    note));
            return;
        }
        unregister(id);
    }

    /** Applies the response of a provider to a trigger that was sent to it. */
    public void answered(Worker provider, TriggerRegistrationResult result) {
        if (awaited.answered(provider, result)) {
            return;
        }
        TriggerBinding binding = bindings.get(result.id());
        ErrorBody error = result.error();
        if (binding == null || binding.type == null || binding.type.owner() != provider) {
            log.debug("Worker {} has answered for the trigger {}, which it does not have", provider, result.id());
            return;
        }
        if (error == null) {
            return;
        }
        Trigger trigger = binding.trigger;
        log.warn(
                "The {} was refused by worker {}, which provides the type: {}; it waits until the type is registered"
                        + " again",
                trigger.described(),
                provider,
                error.message());
        binding.type = null;
        Worker owner = binding.owner;
        if (owner != null) {
            owner.send(new TriggerRegistrationResult(trigger.id(), trigger.type(), trigger.functionId(), error));
        }
    }

    /** Creates a binding for the trigger, in place of one with the same id. */
    private TriggerBinding replace(Trigger trigger, @Nullable Worker owner) {
        TriggerBinding previous = bindings.remove(trigger.id());
        if (previous != null) {
            Worker before = previous.owner;
            if (before != null && before != owner) {
                foreign.log(note -> log.warn(
                        "The {} of worker {} is replaced by the {} of {}; as on the real engine, the ids of triggers"
                                + " are global{}",
                        previous.trigger.described(),
                        before,
                        trigger.described(),
                        owner == null ? "no worker" : "worker " + owner,
                        note));
            }
            forgetAtOwner(previous);
            previous.detach();
        }
        TriggerBinding binding = new TriggerBinding(trigger, owner);
        bindings.put(trigger.id(), binding);
        if (owner != null) {
            owner.addTrigger(trigger.id(), RegisteredBytes.of(trigger));
        } else {
            lastingBytes += RegisteredBytes.of(trigger);
        }
        return binding;
    }

    private void forgetAtOwner(TriggerBinding binding) {
        Worker owner = binding.owner;
        if (owner != null) {
            owner.removeTrigger(binding.trigger.id());
        } else {
            lastingBytes -= RegisteredBytes.of(binding.trigger);
        }
    }

    private static void warnParked(Trigger trigger) {
        log.warn(
                "The trigger {} for function {} waits: nothing provides the trigger type {} yet",
                trigger.id(),
                trigger.functionId(),
                trigger.type());
    }

    // ---------------------------------------------------------------- types

    /** Adds a built-in type. */
    public void install(TriggerType builtIn) {
        builtIns.put(key(builtIn), builtIn);
        registerType(builtIn);
    }

    /** Registers a type in place of one with the same id and namespace, and binds the triggers that wait for it. */
    public void registerType(TriggerType type) {
        TriggerType previous = types.put(key(type), type);
        Worker provider = type.owner();
        Worker before = previous == null ? null : previous.owner();
        String name = type.namespace() + ' ' + type.spec().id();
        if (before != null) {
            before.removeTriggerType(name);
        }
        if (provider != null) {
            provider.addTriggerType(name, RegisteredBytes.of(type.spec()));
        }
        if (previous != null && provider != null && before != provider) {
            foreign.log(note -> log.warn(
                    "The trigger type {} is now provided by worker {} and no longer by {}; as on the real engine, the"
                            + " last one counts{}",
                    type.spec().id(),
                    provider,
                    before == null ? "the engine" : "worker " + before,
                    note));
        }
        for (TriggerBinding binding : List.copyOf(bindings.values())) {
            if (binding.type == previous && previous != null) {
                if (previous.owner() == null) {
                    binding.detach();
                }
                binding.attach(type);
            } else if (binding.type == null && resolve(binding.trigger) == type) {
                binding.attach(type);
            } else if (prefers(binding, type)) {
                binding.detach();
                binding.attach(type);
            }
        }
        log.debug("The trigger type {} is provided in namespace {}", type.spec().id(), type.namespace());
    }

    /**
     * Returns {@code true} if the trigger is bound to the type of the default namespace, and this one is of the namespace
     * of the worker that registered the trigger.
     */
    private boolean prefers(TriggerBinding binding, TriggerType type) {
        return binding.type != null
                && binding.trigger.providerNamespace() == null
                && binding.type != type
                && resolve(binding.trigger) == type;
    }

    /**
     * Removes the registrations of a worker whose connection is closed. Triggers of types that it provided are bound to
     * another type or wait for one.
     */
    public void gone(Worker worker) {
        for (String id : List.copyOf(worker.triggerIds())) {
            unregister(id);
        }
        List<TriggerType> provided = new ArrayList<>();
        types.values().removeIf(type -> type.owner() == worker && provided.add(type));
        for (TriggerType type : provided) {
            TriggerType builtIn = builtIns.get(key(type));
            if (builtIn != null) {
                types.put(key(type), builtIn);
            }
            reassign(type);
        }
        awaited.gone(worker);
    }

    private void reassign(TriggerType gone) {
        for (TriggerBinding binding : bindings.values()) {
            if (binding.type == gone) {
                binding.type = null;
                TriggerType next = resolve(binding.trigger);
                if (next == null) {
                    warnParked(binding.trigger);
                } else {
                    binding.attach(next);
                }
            }
        }
    }

    private static TypeKey key(TriggerType type) {
        return new TypeKey(type.namespace(), type.spec().id());
    }
}

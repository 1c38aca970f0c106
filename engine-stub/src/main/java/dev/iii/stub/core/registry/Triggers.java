package dev.iii.stub.core.registry;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.TriggerRegistrationResult;
import dev.iii.protocol.UnregisterTrigger;
import dev.iii.stub.core.api.RegisteredTriggerType;
import dev.iii.stub.core.call.Namespaces;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.core.environment.ForeignChanges;
import dev.iii.stub.core.environment.StubClock;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.core.trigger.TriggerRegistration;
import dev.iii.stub.core.trigger.TriggerRejected;
import dev.iii.stub.core.trigger.TriggerTypeSpec;
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

    /** The memory of a trigger apart from its content. */
    private static final int TRIGGER = 400;

    private record TypeKey(String namespace, String id) {}

    /** A trigger, the type that it is bound to, and the worker with whose connection it ends. */
    private static final class Binding {
        final Trigger trigger;
        /** {@code null} if the trigger stays until it is unregistered. */
        final @Nullable Worker owner;
        /** {@code null} while the trigger is parked. */
        @Nullable
        TriggerType type;

        Binding(Trigger trigger, @Nullable Worker owner) {
            this.trigger = trigger;
            this.owner = owner;
        }
    }

    private final Map<TypeKey, TriggerType> types = new LinkedHashMap<>();
    /** Built-in types. They provide their type again when a worker that provided the same type is gone. */
    private final Map<TypeKey, TriggerType> builtIns = new LinkedHashMap<>();

    private final Map<String, Binding> bindings = new LinkedHashMap<>();
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
        for (Binding binding : bindings.values()) {
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
        Binding binding = bindings.get(triggerId);
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
            String failure = forward(type, trigger);
            if (failure != null) {
                return new TriggerRegistration.Rejected(new ErrorBody(FAILED, failure));
            }
        }
        Binding previous = bindings.get(trigger.id());
        if (previous != null && previous.type == type) {
            previous.type = null; // The provider has replaced it already.
        }
        replace(trigger, owner).type = type;
        return TriggerRegistration.ACTIVE;
    }

    /**
     * Registers a trigger that belongs to no connection. Rejects it if such triggers need too much memory. If a connected worker provides the type, its answer is awaited.
     */
    public CompletionStage<TriggerRegistration> registerLasting(Trigger trigger) {
        if (lastingBytes + size(trigger) > maxLastingBytes) {
            return CompletableFuture.completedStage(new TriggerRegistration.Rejected(new ErrorBody(
                    FAILED,
                    "The triggers that belong to no worker need more than " + maxLastingBytes + " bytes of memory")));
        }
        TriggerType type = resolve(trigger);
        Worker provider = type == null ? null : type.owner();
        if (type == null || provider == null) {
            return CompletableFuture.completedStage(register(trigger, null));
        }
        String tooLarge = provider.tooLarge(frame(type, trigger));
        if (tooLarge != null) {
            return CompletableFuture.completedStage(
                    new TriggerRegistration.Rejected(new ErrorBody(FAILED, notForwarded(tooLarge))));
        }
        long size = size(trigger);
        lastingBytes += size;
        CompletionStage<TriggerRegistration> answer =
                awaited.await(provider, trigger, () -> settle(trigger, type), () -> lastingBytes -= size);
        forward(type, trigger);
        return answer;
    }

    /**
     * Binds a trigger that the provider of the type has accepted. If that provider is gone, the trigger is bound to the
     * type that is registered now.
     */
    private TriggerRegistration settle(Trigger trigger, TriggerType accepted) {
        Binding binding = replace(trigger, null);
        TriggerType type = resolve(trigger);
        if (type == accepted) {
            binding.type = type;
        } else if (type != null) {
            attach(binding, type);
        }
        return binding.type == null ? TriggerRegistration.PARKED : TriggerRegistration.ACTIVE;
    }

    /**
     * Removes a trigger.
     *
     * @return {@code true} if there was one
     */
    public boolean unregister(String id) {
        Binding binding = bindings.remove(id);
        if (binding == null) {
            return false;
        }
        forgetAtOwner(binding);
        detach(binding);
        return true;
    }

    /**
     * Removes a trigger at the request of a worker that calls {@code engine::unregister_trigger}. As on the real
     * engine, the trigger may belong to any worker.
     *
     * @return {@code true} if there was one
     */
    public boolean unregisterByCall(String id) {
        Binding binding = bindings.get(id);
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
        Binding binding = bindings.get(id);
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
        Binding binding = bindings.get(result.id());
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
    private Binding replace(Trigger trigger, @Nullable Worker owner) {
        Binding previous = bindings.remove(trigger.id());
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
            detach(previous);
        }
        Binding binding = new Binding(trigger, owner);
        bindings.put(trigger.id(), binding);
        if (owner != null) {
            owner.addTrigger(trigger.id(), size(trigger));
        } else {
            lastingBytes += size(trigger);
        }
        return binding;
    }

    private void forgetAtOwner(Binding binding) {
        Worker owner = binding.owner;
        if (owner != null) {
            owner.removeTrigger(binding.trigger.id());
        } else {
            lastingBytes -= size(binding.trigger);
        }
    }

    /** Returns the memory of a trigger, about. */
    private static long size(Trigger trigger) {
        return TRIGGER
                + trigger.id().length()
                + trigger.type().length()
                + trigger.functionId().length()
                + trigger.namespace().length()
                + length(trigger.config())
                + length(trigger.metadata());
    }

    private static long length(@Nullable RawJson json) {
        return json == null ? 0 : json.length();
    }

    /** Unregisters the trigger at its provider. The binding is parked afterwards. */
    private static void detach(Binding binding) {
        TriggerType type = binding.type;
        binding.type = null;
        if (type == null) {
            return;
        }
        if (type.provider() instanceof TriggerType.Provider.BuiltIn builtIn) {
            builtIn.triggers().unregister(binding.trigger);
        } else if (type.provider() instanceof TriggerType.Provider.Connected connected) {
            connected.worker().send(new UnregisterTrigger(binding.trigger.id(), binding.trigger.type()));
        }
    }

    /** Binds the trigger to a type. If the provider of the type refuses it, the trigger stays parked. */
    private static void attach(Binding binding, TriggerType type) {
        if (type.provider() instanceof TriggerType.Provider.BuiltIn builtIn) {
            try {
                builtIn.triggers().register(binding.trigger);
            } catch (TriggerRejected e) {
                log.warn("The {} was refused: {}", binding.trigger.described(), e.getMessage());
                return;
            }
        } else {
            String failure = forward(type, binding.trigger);
            if (failure != null) {
                log.warn("The trigger {} waits: {}", binding.trigger.id(), failure);
                return;
            }
        }
        binding.type = type;
    }

    /** Sends the trigger to the provider of its type. Returns why it was not sent; {@code null} if it was. */
    private static @Nullable String forward(TriggerType type, Trigger trigger) {
        Worker provider = type.owner();
        if (provider == null) {
            return null;
        }
        RegisterTrigger frame = frame(type, trigger);
        String tooLarge = provider.tooLarge(frame);
        if (tooLarge != null) {
            return notForwarded(tooLarge);
        }
        provider.send(frame);
        return null;
    }

    private static RegisterTrigger frame(TriggerType type, Trigger trigger) {
        return new RegisterTrigger(
                trigger.id(),
                trigger.type(),
                trigger.functionId(),
                trigger.config(),
                trigger.metadata(),
                unlessDefault(trigger.namespace()),
                unlessDefault(type.namespace()));
    }

    private static String notForwarded(String tooLarge) {
        return "The trigger cannot be sent to the provider of its type: " + tooLarge;
    }

    private static @Nullable String unlessDefault(String namespace) {
        return namespace.equals(Namespaces.DEFAULT) ? null : namespace;
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
            provider.addTriggerType(name, size(type.spec()));
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
        for (Binding binding : List.copyOf(bindings.values())) {
            if (binding.type == previous && previous != null) {
                if (previous.owner() == null) {
                    detach(binding);
                }
                attach(binding, type);
            } else if (binding.type == null && resolve(binding.trigger) == type) {
                attach(binding, type);
            } else if (prefers(binding, type)) {
                detach(binding);
                attach(binding, type);
            }
        }
        log.debug("The trigger type {} is provided in namespace {}", type.spec().id(), type.namespace());
    }

    /**
     * Returns {@code true} if the trigger is bound to the type of the default namespace, and this one is of the namespace
     * of the worker that registered the trigger.
     */
    private boolean prefers(Binding binding, TriggerType type) {
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
        for (Binding binding : bindings.values()) {
            if (binding.type == gone) {
                binding.type = null;
                TriggerType next = resolve(binding.trigger);
                if (next == null) {
                    warnParked(binding.trigger);
                } else {
                    attach(binding, next);
                }
            }
        }
    }

    private static long size(TriggerTypeSpec spec) {
        return spec.id().length()
                + spec.description().length()
                + length(spec.configFormat())
                + length(spec.callFormat())
                + length(spec.responseFormat());
    }

    private static TypeKey key(TriggerType type) {
        return new TypeKey(type.namespace(), type.spec().id());
    }
}

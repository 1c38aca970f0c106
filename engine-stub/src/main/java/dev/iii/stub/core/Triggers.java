package dev.iii.stub.core;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.TriggerRegistrationResult;
import dev.iii.protocol.UnregisterTrigger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trigger types, the triggers bound to them, and those that wait for a type (engine behaviour, sections 7 and 8).
 *
 * <p>Everything happens under the {@link Lifecycle} lock. A trigger is either bound to one type or parked, never both.
 */
final class Triggers {

    private static final Logger log = LoggerFactory.getLogger(Triggers.class);
    static final String FAILED = "trigger_registration_failed";

    private record TypeKey(String namespace, String id) {}

    /** A trigger and the type that has it; {@code null} while it is parked. */
    private static final class Binding {
        final Trigger trigger;

        @Nullable
        TriggerType type;

        Binding(Trigger trigger) {
            this.trigger = trigger;
        }
    }

    private final Map<TypeKey, TriggerType> types = new LinkedHashMap<>();
    /** Built-in types, which are back when a worker that provided the same type is gone. */
    private final Map<TypeKey, TriggerType> builtIns = new LinkedHashMap<>();

    private final Map<String, Binding> bindings = new LinkedHashMap<>();
    private final AwaitedTriggers awaited;

    Triggers(Engine engine, Lifecycle lifecycle) {
        this.awaited = new AwaitedTriggers(engine, lifecycle);
    }

    // ---------------------------------------------------------------- looking

    List<TriggerType> types() {
        return List.copyOf(types.values());
    }

    /** The triggers that are bound to a type; parked ones are not listed. */
    List<Trigger> active() {
        List<Trigger> active = new ArrayList<>();
        for (Binding binding : bindings.values()) {
            if (binding.type != null) {
                active.add(binding.trigger);
            }
        }
        return active;
    }

    @Nullable
    TriggerType type(String namespace, String id) {
        return types.get(new TypeKey(namespace, id));
    }

    /** The type that has the trigger; {@code null} while it is parked. */
    @Nullable
    TriggerType typeOf(String triggerId) {
        Binding binding = bindings.get(triggerId);
        return binding == null ? null : binding.type;
    }

    private @Nullable TriggerType resolve(Trigger trigger) {
        String only = trigger.providerNamespace();
        if (only != null) {
            return types.get(new TypeKey(only, trigger.type()));
        }
        TriggerType atHome = types.get(new TypeKey(trigger.home(), trigger.type()));
        return atHome != null ? atHome : types.get(new TypeKey(Engine.DEFAULT_NAMESPACE, trigger.type()));
    }

    // ---------------------------------------------------------------- triggers

    /** Registers a trigger, instead of one with the same id. */
    Registration register(Trigger trigger) {
        TriggerType type = resolve(trigger);
        if (type == null) {
            Binding parked = replace(trigger);
            warnParked(parked.trigger);
            return Registration.PARKED;
        }
        if (type.provider() instanceof TriggerType.Provider.BuiltIn builtIn) {
            try {
                builtIn.triggers().register(trigger);
            } catch (TriggerRejected e) {
                // What was registered under the same id before stays.
                return new Registration.Rejected(new ErrorBody(FAILED, String.valueOf(e.getMessage())));
            }
        } else {
            forward(type, trigger);
        }
        Binding previous = bindings.get(trigger.id());
        if (previous != null && previous.type == type) {
            previous.type = null; // The provider has replaced it already.
        }
        replace(trigger).type = type;
        return Registration.ACTIVE;
    }

    /**
     * Registers a trigger that belongs to no connection. When a worker provides the type its answer is awaited; without
     * one the trigger counts as accepted.
     */
    CompletionStage<Registration> registerLasting(Trigger trigger) {
        TriggerType type = resolve(trigger);
        Worker provider = type == null ? null : type.owner();
        if (type == null || provider == null) {
            return AwaitedTriggers.known(register(trigger));
        }
        CompletionStage<Registration> answer = awaited.await(provider, trigger, () -> settle(trigger, type));
        forward(type, trigger);
        return answer;
    }

    /** The provider of the type has accepted the trigger; when it is gone, whoever provides the type now gets it. */
    private Registration settle(Trigger trigger, TriggerType accepted) {
        Binding binding = replace(trigger);
        TriggerType type = resolve(trigger);
        if (type == accepted) {
            binding.type = type;
        } else if (type != null) {
            attach(binding, type);
        }
        return binding.type == null ? Registration.PARKED : Registration.ACTIVE;
    }

    /** Removes a trigger; whether there was one. */
    boolean unregister(String id) {
        Binding binding = bindings.remove(id);
        if (binding == null) {
            return false;
        }
        forgetAtOwner(binding.trigger);
        detach(binding);
        return true;
    }

    /** What a provider says about a trigger that it was sent. */
    void answered(Worker provider, TriggerRegistrationResult result) {
        if (awaited.answered(provider, result)) {
            return;
        }
        Binding binding = bindings.get(result.id());
        ErrorBody error = result.error();
        if (binding == null || binding.type == null || binding.type.owner() != provider) {
            log.debug("Worker {} answers for the trigger {}, which is not with it", provider, result.id());
            return;
        }
        if (error == null) {
            return;
        }
        Trigger trigger = binding.trigger;
        log.warn(
                "The trigger {} was refused by worker {}, who provides {}: {}; it waits until the type is registered again",
                trigger.id(),
                provider,
                trigger.type(),
                error.message());
        binding.type = null;
        Worker owner = trigger.owner();
        if (owner != null) {
            owner.send(new TriggerRegistrationResult(trigger.id(), trigger.type(), trigger.functionId(), error));
        }
    }

    /** A new binding for the trigger, in place of one with the same id. */
    private Binding replace(Trigger trigger) {
        Binding previous = bindings.remove(trigger.id());
        if (previous != null) {
            forgetAtOwner(previous.trigger);
            detach(previous);
        }
        Binding binding = new Binding(trigger);
        bindings.put(trigger.id(), binding);
        Worker owner = trigger.owner();
        if (owner != null) {
            owner.owns(trigger);
        }
        return binding;
    }

    private static void forgetAtOwner(Trigger trigger) {
        Worker owner = trigger.owner();
        if (owner != null) {
            owner.ownsNoMore(trigger);
        }
    }

    /** Takes the trigger away from its provider; the binding is parked afterwards. */
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

    /** Gives the trigger to a type; a type that refuses it leaves it parked. */
    private static void attach(Binding binding, TriggerType type) {
        if (type.provider() instanceof TriggerType.Provider.BuiltIn builtIn) {
            try {
                builtIn.triggers().register(binding.trigger);
            } catch (TriggerRejected e) {
                log.warn(
                        "The trigger {} was refused by {}: {}",
                        binding.trigger.id(),
                        type.spec().id(),
                        e.getMessage());
                return;
            }
        } else {
            forward(type, binding.trigger);
        }
        binding.type = type;
    }

    private static void forward(TriggerType type, Trigger trigger) {
        Worker provider = type.owner();
        if (provider != null) {
            provider.send(new RegisterTrigger(
                    trigger.id(),
                    trigger.type(),
                    trigger.functionId(),
                    trigger.config(),
                    trigger.metadata(),
                    unlessDefault(trigger.namespace()),
                    unlessDefault(type.namespace())));
        }
    }

    private static @Nullable String unlessDefault(String namespace) {
        return namespace.equals(Engine.DEFAULT_NAMESPACE) ? null : namespace;
    }

    private static void warnParked(Trigger trigger) {
        log.warn(
                "The trigger {} for function {} waits: nothing provides the trigger type {} yet",
                trigger.id(),
                trigger.functionId(),
                trigger.type());
    }

    // ---------------------------------------------------------------- types

    void install(TriggerType builtIn) {
        builtIns.put(key(builtIn), builtIn);
        registerType(builtIn);
    }

    void uninstall(EngineWorker worker) {
        for (TriggerType type : List.copyOf(builtIns.values())) {
            if (type.provider() instanceof TriggerType.Provider.BuiltIn builtIn && builtIn.worker() == worker) {
                builtIns.remove(key(type));
                if (types.remove(key(type), type)) {
                    reassign(type);
                }
            }
        }
    }

    /** Registers a type, instead of one with the same id in the same namespace, and gives it the triggers that wait. */
    void registerType(TriggerType type) {
        TriggerType previous = types.put(key(type), type);
        for (Binding binding : List.copyOf(bindings.values())) {
            if (binding.type == previous && previous != null) {
                if (previous.owner() == null) {
                    detach(binding);
                }
                attach(binding, type);
            } else if (binding.type == null && resolve(binding.trigger) == type) {
                attach(binding, type);
            } else if (belongsHome(binding, type)) {
                detach(binding);
                attach(binding, type);
            }
        }
        log.debug("The trigger type {} is provided in namespace {}", type.spec().id(), type.namespace());
    }

    /** Whether the trigger had to make do with the default namespace as long as its home had no such type. */
    private boolean belongsHome(Binding binding, TriggerType type) {
        return binding.type != null
                && binding.trigger.providerNamespace() == null
                && binding.type != type
                && resolve(binding.trigger) == type;
    }

    /** A worker is gone: its triggers end, and those of the types that it provided go elsewhere or wait. */
    void gone(Worker worker) {
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

    private static TypeKey key(TriggerType type) {
        return new TypeKey(type.namespace(), type.spec().id());
    }
}

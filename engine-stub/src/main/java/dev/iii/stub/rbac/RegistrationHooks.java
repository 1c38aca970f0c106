package dev.iii.stub.rbac;

import dev.iii.protocol.RawJson;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.RegisterTriggerType;
import dev.iii.stub.core.api.Access.Permission;
import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.json.JsonText;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls the hook functions for registrations. A result that is an object accepts the registration and may change it.
 */
final class RegistrationHooks {

    private final EngineContext engine;
    private final @Nullable String onFunction;
    private final @Nullable String onTrigger;
    private final @Nullable String onTriggerType;
    private final RawJson context;

    RegistrationHooks(EngineContext engine, GuardRules.@Nullable Rbac rbac, RawJson context) {
        this.engine = engine;
        this.onFunction = rbac == null ? null : rbac.onFunctionRegistration();
        this.onTrigger = rbac == null ? null : rbac.onTriggerRegistration();
        this.onTriggerType = rbac == null ? null : rbac.onTriggerTypeRegistration();
        this.context = context;
    }

    CompletionStage<Permission<RegisterFunction>> askAbout(RegisterFunction frame, String namespace) {
        if (onFunction == null) {
            return granted(frame);
        }
        return ask(onFunction, HookPayloads.aboutFunction(frame, namespace, context), answer -> changed(frame, answer));
    }

    private static RegisterFunction changed(RegisterFunction frame, RawJson answer) {
        String description = text(answer, "description");
        RawJson metadata = field(answer, "metadata");
        return new RegisterFunction(
                text(answer, "function_id", frame.id()),
                description == null ? frame.description() : description,
                frame.requestFormat(),
                frame.responseFormat(),
                metadata == null ? frame.metadata() : JsonText.detached(metadata),
                frame.invocation());
    }

    CompletionStage<Permission<RegisterTrigger>> askAbout(RegisterTrigger frame, String namespace) {
        if (onTrigger == null) {
            return granted(frame);
        }
        return ask(onTrigger, HookPayloads.aboutTrigger(frame, namespace, context), answer -> changed(frame, answer));
    }

    /** Applies the result of a hook. The metadata is not changed, as on the real engine. */
    private static RegisterTrigger changed(RegisterTrigger frame, RawJson answer) {
        RawJson config = field(answer, "config");
        return new RegisterTrigger(
                text(answer, "trigger_id", frame.id()),
                text(answer, "trigger_type", frame.triggerType()),
                text(answer, "function_id", frame.functionId()),
                config == null ? frame.config() : JsonText.detached(config),
                frame.metadata(),
                frame.namespace(),
                frame.triggerNamespace());
    }

    CompletionStage<Permission<RegisterTriggerType>> askAbout(RegisterTriggerType frame) {
        if (onTriggerType == null) {
            return granted(frame);
        }
        return ask(
                onTriggerType,
                HookPayloads.aboutTriggerType(frame, context),
                answer -> new RegisterTriggerType(
                        text(answer, "trigger_type_id", frame.id()),
                        text(answer, "description", frame.description()),
                        frame.triggerRequestFormat(),
                        frame.callRequestFormat(),
                        frame.namespace()));
    }

    private static <F> CompletionStage<Permission<F>> granted(F frame) {
        return CompletableFuture.completedStage(new Permission.Granted<>(frame));
    }

    private <F> CompletionStage<Permission<F>> ask(String hook, RawJson question, Function<RawJson, F> changed) {
        return BoundedQuery.ask(engine, hook, question).thenApply(outcome -> {
            if (outcome instanceof Outcome.Value value && value.json().isObject()) {
                return new Permission.Granted<>(changed.apply(value.json()));
            }
            if (outcome instanceof Outcome.Failure failure) {
                return new Permission.Dropped<>("the hook " + hook + " rejects it: "
                        + failure.error().code() + ": " + failure.error().message());
            }
            return new Permission.Dropped<>("the hook " + hook + " did not return an object");
        });
    }

    /** Returns a string member of an object. Returns {@code null} if there is none with this name. */
    static @Nullable String text(RawJson object, String name) {
        RawJson value = field(object, name);
        return value != null && JsonText.isString(value) ? JsonText.string(value) : null;
    }

    private static String text(RawJson answer, String name, String otherwise) {
        String changed = text(answer, name);
        return changed == null ? otherwise : changed;
    }

    private static @Nullable RawJson field(RawJson object, String name) {
        @Nullable RawJson[] found = new RawJson[1];
        object.forEachField((field, value) -> {
            if (field.equals(name)) {
                found[0] = value;
            }
        });
        return found[0];
    }
}

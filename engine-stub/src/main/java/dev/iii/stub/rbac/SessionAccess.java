package dev.iii.stub.rbac;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.RegisterTriggerType;
import dev.iii.stub.core.api.Access;
import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.api.RegisteredFunction;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.Namespaces;
import dev.iii.stub.core.environment.BoundedLogger;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The permissions of one connection of a guarded port. Immutable. */
final class SessionAccess implements Access {

    private static final Logger log = BoundedLogger.of(SessionAccess.class);
    private static final String FORBIDDEN = "FORBIDDEN";
    private static final String ANNOUNCEMENT = "engine::workers::register";
    private static final String ENGINE = "engine::";

    private final EngineContext engine;
    private final RegistrationHooks hooks;
    private final @Nullable String middleware;
    private final AuthDecision decision;
    private final Permissions permissions;

    SessionAccess(EngineContext engine, GuardRules rules, AuthDecision decision) {
        GuardRules.Rbac rbac = rules.rbac();
        this.engine = engine;
        this.hooks = new RegistrationHooks(engine, rbac, decision.context());
        this.middleware = rules.middlewareFunctionId();
        this.decision = decision;
        this.permissions = new Permissions(decision, rbac == null ? null : rbac.exposed());
        if (!permissions.missingInfrastructure().isEmpty()) {
            log.warn(
                    "A session is not allowed to call {}; its worker may fail without them",
                    permissions.missingInfrastructure());
        }
    }

    // ---------------------------------------------------------------- calls

    @Override
    public Verdict onCall(InvokeFunction call, String namespace, @Nullable RegisteredFunction target) {
        String id = call.functionId();
        if (!permissions.cover(id, namespace, target)) {
            String remedy =
                    permissions.forbid(id) ? "remove from rbac.forbidden_functions" : "add to rbac.expose_functions";
            return refused("function '" + id + "' not allowed (" + remedy + ")");
        }
        if (id.equals(ANNOUNCEMENT)) {
            String declared = RegistrationHooks.text(call.data(), "namespace");
            String home = declared == null ? Namespaces.DEFAULT : declared;
            if (!permissions.coverNamespace(home)) {
                return refused("namespace '" + home + "' not allowed for this session (permitted: "
                        + String.join(", ", permissions.namespaces()) + ")");
            }
        }
        if (middleware == null || target != null && target.isBuiltIn() && id.startsWith(ENGINE)) {
            return Verdict.ALLOWED;
        }
        // As on the real engine, the middleware gets no trace fields. The result that the caller gets has those of the
        // call.
        return new Verdict.Redirected(Call.of(middleware, HookPayloads.aboutCall(call, namespace, decision.context()))
                .in(namespace)
                .withMetadata(call.metadata()));
    }

    private static Verdict refused(String message) {
        return new Verdict.Refused(new ErrorBody(FORBIDDEN, message));
    }

    @Override
    public boolean allows(RegisteredFunction function) {
        return permissions.cover(function.id(), function.namespace(), function);
    }

    // ---------------------------------------------------------------- registrations

    @Override
    public @Nullable String functionPrefix() {
        return decision.prefix();
    }

    @Override
    public CompletionStage<Permission<RegisterFunction>> onFunction(RegisterFunction frame, String namespace) {
        if (!decision.registersFunctions()) {
            return dropped("its session may not register functions (allow_function_registration is false)");
        }
        if (!permissions.coverNamespace(namespace)) {
            return dropped(outside(namespace));
        }
        return hooks.askAbout(frame, namespace);
    }

    @Override
    public CompletionStage<Permission<RegisterTriggerType>> onTriggerType(RegisterTriggerType frame) {
        if (!decision.registersTriggerTypes()) {
            return dropped("its session may not register trigger types (allow_trigger_type_registration is false)");
        }
        return hooks.askAbout(frame);
    }

    @Override
    public CompletionStage<Permission<RegisterTrigger>> onTrigger(RegisterTrigger frame) {
        if (!allowsTriggerType(frame.triggerType())) {
            return dropped("its session may not have triggers of type " + frame.triggerType()
                    + " (not in allowed_trigger_types)");
        }
        String named = frame.namespace();
        String namespace = named == null ? Namespaces.DEFAULT : named;
        return hooks.askAbout(frame, namespace)
                .thenApply(permission -> permission instanceof Permission.Granted<RegisterTrigger> granted
                        ? checked(granted.frame(), namespace)
                        : permission);
    }

    @Override
    public boolean allowsTriggerType(String type) {
        return decision.triggerTypes() == null || decision.triggerTypes().contains(type);
    }

    /**
     * Replaces the function id by the id under which the function is stored. Refuses the trigger if the session may not
     * call that function.
     */
    private Permission<RegisterTrigger> checked(RegisterTrigger frame, String namespace) {
        String prefix = decision.prefix();
        String functionId = prefix == null ? frame.functionId() : prefix + "::" + frame.functionId();
        RegisterTrigger stored = new RegisterTrigger(
                frame.id(),
                frame.triggerType(),
                functionId,
                frame.config(),
                frame.metadata(),
                frame.namespace(),
                frame.triggerNamespace());
        RegisteredFunction target = engine.function(namespace, functionId).orElse(null);
        if (permissions.cover(functionId, namespace, target)) {
            return new Permission.Granted<>(stored);
        }
        String message = "function '" + functionId + "' not allowed in namespace '" + namespace + "'";
        return new Permission.Refused<>(stored, new ErrorBody(FORBIDDEN, message));
    }

    private String outside(String namespace) {
        return "it belongs to the namespace " + namespace + ", but its session may only use "
                + String.join(", ", permissions.namespaces()) + "; announce one of these";
    }

    private static <F> CompletionStage<Permission<F>> dropped(String reason) {
        return CompletableFuture.completedStage(new Permission.Dropped<>(reason));
    }

    @Override
    public String toString() {
        return "Session[" + decision + "]";
    }
}

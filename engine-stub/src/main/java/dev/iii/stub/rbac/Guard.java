package dev.iii.stub.rbac;

import dev.iii.stub.core.api.Access;
import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.call.InvocationFailed;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.connection.Admission;
import dev.iii.stub.json.BadInputException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Calls the auth function of a port for every connection request. Thread-safe. */
public final class Guard implements Admission {

    private static final String AUTH_ERROR = "AUTH_ERROR";

    private final EngineContext engine;
    private final GuardRules rules;

    public Guard(EngineContext engine, GuardRules rules) {
        this.engine = engine;
        this.rules = rules;
    }

    @Override
    public CompletionStage<Access> admit(Client client) {
        GuardRules.Rbac rbac = rules.rbac();
        String auth = rbac == null ? null : rbac.authFunctionId();
        if (auth == null) {
            return CompletableFuture.completedStage(new SessionAccess(engine, rules, AuthDecision.NOBODY_ASKED));
        }
        return BoundedQuery.ask(engine, auth, HookPayloads.aboutClient(client))
                .thenApply(outcome -> new SessionAccess(engine, rules, decision(outcome)));
    }

    private static AuthDecision decision(Outcome outcome) {
        if (outcome instanceof Outcome.Failure failure) {
            throw new InvocationFailed(AUTH_ERROR, failure.error().message());
        }
        if (!(outcome instanceof Outcome.Value value)) {
            throw new InvocationFailed(AUTH_ERROR, "auth function returned no result");
        }
        try {
            return AuthDecision.read(value.json());
        } catch (BadInputException e) {
            throw new InvocationFailed(AUTH_ERROR, String.valueOf(e.getMessage()));
        }
    }
}

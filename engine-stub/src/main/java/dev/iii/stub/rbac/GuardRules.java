package dev.iii.stub.rbac;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a guarded port.
 *
 * @param rbac the permissions; {@code null} if all sessions may do everything
 * @param middlewareFunctionId the function that receives all calls instead of the called functions, or {@code null} for
 *     none
 */
public record GuardRules(@Nullable Rbac rbac, @Nullable String middlewareFunctionId) {

    /**
     * Section {@code rbac} of a worker port. All functions are looked up in the default namespace.
     *
     * @param authFunctionId the function that decides who may connect; {@code null} accepts all connections
     * @param onFunctionRegistration the hook for registrations of functions, or {@code null} for none
     * @param onTriggerRegistration the hook for registrations of triggers, or {@code null} for none
     * @param onTriggerTypeRegistration the hook for registrations of trigger types, or {@code null} for none
     * @param exposed the functions that all sessions may call
     */
    public record Rbac(
            @Nullable String authFunctionId,
            @Nullable String onFunctionRegistration,
            @Nullable String onTriggerRegistration,
            @Nullable String onTriggerTypeRegistration,
            List<Exposure> exposed) {

        public Rbac {
            exposed = List.copyOf(exposed);
        }
    }
}

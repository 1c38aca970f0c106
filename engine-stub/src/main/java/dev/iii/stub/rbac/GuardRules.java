package dev.iii.stub.rbac;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a guarded port asks.
 *
 * @param rbac who may do what; {@code null} when everybody may do everything
 * @param middlewareFunctionId the function that gets all calls instead of the called ones, {@code null} for none
 */
public record GuardRules(@Nullable Rbac rbac, @Nullable String middlewareFunctionId) {

    /**
     * Section {@code rbac} of a worker port. All functions are looked up in the default namespace.
     *
     * @param authFunctionId decides who may connect; {@code null} for everybody
     * @param onFunctionRegistration is asked about functions, {@code null} for nobody
     * @param onTriggerRegistration is asked about triggers, {@code null} for nobody
     * @param onTriggerTypeRegistration is asked about trigger types, {@code null} for nobody
     * @param exposed what everybody may call
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

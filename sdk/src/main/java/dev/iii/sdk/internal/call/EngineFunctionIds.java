package dev.iii.sdk.internal.call;

import dev.iii.sdk.internal.failure.EngineWorkers;
import java.util.Set;

/** The functions of the engine, which are in the namespace {@code default} even if the worker is in another one. */
public final class EngineFunctionIds {

    /** The functions of a worker that every engine has. */
    private static final Set<String> CONFIGURATION = Set.of(
            "configuration::register",
            "configuration::get",
            "configuration::set",
            "configuration::schema",
            "configuration::list");

    private EngineFunctionIds() {}

    /** Returns {@code true} if the engine provides a function with this id, or reserves the id. */
    public static boolean contains(String functionId) {
        return functionId.startsWith("engine::")
                || EngineWorkers.functions().contains(functionId)
                || CONFIGURATION.contains(functionId);
    }
}

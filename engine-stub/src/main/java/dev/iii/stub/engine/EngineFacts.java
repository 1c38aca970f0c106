package dev.iii.stub.engine;

import java.util.Set;

/**
 * The facts that the engine reports about itself.
 *
 * @param version the version of the engine
 * @param mandatoryWorkers the names of the engine workers that cannot be disabled
 */
public record EngineFacts(String version, Set<String> mandatoryWorkers) {

    /** An unknown version and no mandatory workers. */
    public static final EngineFacts NONE = new EngineFacts("unknown", Set.of());
}

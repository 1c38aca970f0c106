package dev.iii.stub.engine;

import java.util.Set;

/**
 * What the engine tells about itself.
 *
 * @param version its version
 * @param mandatoryWorkers the names of its workers that are always there
 */
public record EngineFacts(String version, Set<String> mandatoryWorkers) {

    /** Nothing to tell. */
    public static final EngineFacts NONE = new EngineFacts("unknown", Set.of());
}

package dev.iii.stub.vectors;

import java.util.Map;
import java.util.Optional;

/**
 * Where an engine listens.
 *
 * @param byPort addresses by the names that the vectors use: {@code ws}, {@code http}, {@code stream}, {@code rbac}
 */
record Endpoints(Map<String, String> byPort) {

    Endpoints {
        byPort = Map.copyOf(byPort);
    }

    Optional<String> find(String port) {
        return Optional.ofNullable(byPort.get(port))
                .map(url -> url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
    }

    /** The address, without a slash at its end. */
    String get(String port) {
        return find(port).orElseThrow(() -> new Mismatch("the engine has no port \"" + port + "\""));
    }
}

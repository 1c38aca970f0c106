package dev.iii.sdk.discovery;

import java.time.Instant;
import java.util.Optional;

/**
 * A worker of an engine. The engine's own have the runtime {@code engine} and the status {@code available}. Immutable.
 *
 * @param id the id of its connection
 * @param name its name; empty when it has not said who it is
 * @param namespace where its functions live
 * @param runtime for example {@code java}
 * @param version the version of its SDK
 * @param os the operating system
 * @param ipAddress where it connects from
 * @param isolation the kind of isolation that it runs in
 * @param description a text for people
 * @param status whether it can be called: "connected", or "available" for the engine's own
 * @param functions how many it has
 * @param activeInvocations how many calls it is working on
 * @param connectedAt since when it is connected
 */
public record WorkerInfo(
        String id,
        Optional<String> name,
        String namespace,
        Optional<String> runtime,
        Optional<String> version,
        Optional<String> os,
        Optional<String> ipAddress,
        Optional<String> isolation,
        Optional<String> description,
        String status,
        long functions,
        long activeInvocations,
        Instant connectedAt) {}

package dev.iii.sdk.discovery;

import java.time.Instant;
import java.util.Optional;

/**
 * A worker that is connected to an engine, or one of the engine's built-in workers. Built-in workers have the runtime
 * {@code engine} and the status {@code available}. Immutable.
 *
 * @param id the id of the connection
 * @param name the name; empty if the worker has not announced one
 * @param namespace the namespace of its functions
 * @param runtime the runtime, for example {@code java}
 * @param version the version of its SDK
 * @param os the operating system
 * @param ipAddress the IP address of the client
 * @param isolation the kind of isolation in which it runs
 * @param description the description for humans
 * @param status the status: "connected", or "available" for built-in workers
 * @param functions the number of its functions
 * @param activeInvocations the number of calls that it is running
 * @param connectedAt the time of the connection
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

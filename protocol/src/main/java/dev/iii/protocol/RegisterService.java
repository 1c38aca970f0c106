package dev.iii.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Registers a group of functions at the engine. It has no visible effect (section 3). Immutable.
 *
 * @param id the service id
 * @param name a human-readable name
 * @param description a human-readable description
 * @param parentServiceId the id of the parent service
 */
public record RegisterService(
        String id,
        @Nullable String name,
        @Nullable String description,
        @Nullable String parentServiceId) implements Frame {}

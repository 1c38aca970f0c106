package dev.iii.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Worker to engine: names a group of functions. Without visible effect (section 3). Immutable.
 *
 * @param id the service id
 * @param name a name for people
 * @param description a text for people
 * @param parentServiceId the service above it
 */
public record RegisterService(
        String id,
        @Nullable String name,
        @Nullable String description,
        @Nullable String parentServiceId) implements Frame {}

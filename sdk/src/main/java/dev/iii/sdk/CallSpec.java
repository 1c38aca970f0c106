package dev.iii.sdk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What all kinds of calls have in common. */
record CallSpec(
        String functionId,
        @Nullable Object payload,
        @Nullable Duration timeout,
        @Nullable Object metadata,
        @Nullable String namespace) {

    CallSpec withTimeout(Duration newTimeout) {
        return new CallSpec(functionId, payload, newTimeout, metadata, namespace);
    }

    CallSpec withMetadata(@Nullable Object newMetadata) {
        return new CallSpec(functionId, payload, timeout, newMetadata, namespace);
    }

    CallSpec withNamespace(String newNamespace) {
        return new CallSpec(functionId, payload, timeout, metadata, newNamespace);
    }
}

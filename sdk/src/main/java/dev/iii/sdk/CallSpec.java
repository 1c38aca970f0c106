package dev.iii.sdk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What all kinds of calls have in common. */
record CallSpec(
        String functionId,
        @Nullable Object payload,
        @Nullable Duration timeout,
        @Nullable Object metadata,
        @Nullable String namespace,
        @Nullable RetryPolicy retries) {

    CallSpec withTimeout(Duration newTimeout) {
        return new CallSpec(functionId, payload, newTimeout, metadata, namespace, retries);
    }

    CallSpec withMetadata(@Nullable Object newMetadata) {
        return new CallSpec(functionId, payload, timeout, newMetadata, namespace, retries);
    }

    CallSpec withNamespace(String newNamespace) {
        return new CallSpec(functionId, payload, timeout, metadata, newNamespace, retries);
    }

    CallSpec withRetries(RetryPolicy policy) {
        return new CallSpec(functionId, payload, timeout, metadata, namespace, policy);
    }

    /** The payload and the metadata as they will be sent, so that each attempt sends the same. */
    CallSpec written(Json newPayload, @Nullable Json newMetadata) {
        return new CallSpec(functionId, newPayload, timeout, newMetadata, namespace, retries);
    }
}

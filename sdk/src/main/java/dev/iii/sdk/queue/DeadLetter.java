package dev.iii.sdk.queue;

import dev.iii.sdk.json.Json;
import java.time.Instant;

/**
 * A message that no delivery could get rid of. Immutable.
 *
 * @param id its id, for redrive and discard
 * @param payload the message
 * @param error how the last delivery ended
 * @param failedAt when; to the second
 * @param deliveries how often it was delivered
 * @param sizeBytes how large it is
 */
public record DeadLetter(String id, Json payload, String error, Instant failedAt, long deliveries, long sizeBytes) {

    /** Leaves the payload out. */
    @Override
    public String toString() {
        return "DeadLetter[" + id + ", " + deliveries + " deliveries, " + sizeBytes + " bytes, failed at " + failedAt
                + "]";
    }
}

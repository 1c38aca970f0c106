package dev.iii.sdk.queue;

import dev.iii.sdk.json.Json;
import java.time.Instant;

/**
 * A message that could not be delivered successfully. Immutable.
 *
 * @param id the id of the message, for {@link QueueClient#redriveMessage} and {@link QueueClient#discard}
 * @param payload the message
 * @param error the error of the last delivery
 * @param failedAt the time of the last delivery, to the second
 * @param deliveries the number of deliveries
 * @param sizeBytes the size of the message in bytes
 */
public record DeadLetter(String id, Json payload, String error, Instant failedAt, long deliveries, long sizeBytes) {

    /** Returns all fields except the payload and the error, which may contain secrets. */
    @Override
    public String toString() {
        return "DeadLetter[" + id + ", " + deliveries + " deliveries, " + sizeBytes + " bytes, failed at " + failedAt
                + "]";
    }
}

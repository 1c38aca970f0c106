package dev.iii.stub.queue;

import dev.iii.protocol.RawJson;
import java.time.Instant;

/**
 * What is shown of a dead letter.
 *
 * @param id the message
 * @param payload its payload
 * @param error the error of the last delivery
 * @param failedAt when that was
 * @param deliveries how often it was delivered
 */
record DeadLetter(String id, RawJson payload, String error, Instant failedAt, int deliveries) {

    static DeadLetter of(Message message) {
        String error = message.error;
        return new DeadLetter(
                message.id, message.data, error == null ? "" : error, message.failedAt, message.deliveries);
    }
}

package dev.iii.stub.queue;

import dev.iii.protocol.RawJson;
import java.time.Instant;

/**
 * A dead letter as {@code engine::queue::dlq_messages} returns it.
 *
 * @param id the id of the message
 * @param payload the payload of the message
 * @param error the error of the last delivery
 * @param failedAt the time at which the last delivery failed
 * @param deliveries the number of deliveries
 */
record DeadLetter(String id, RawJson payload, String error, Instant failedAt, int deliveries) {

    static DeadLetter of(Message message) {
        String error = message.error;
        return new DeadLetter(
                message.id, message.payload, error == null ? "" : error, message.failedAt, message.deliveries);
    }
}

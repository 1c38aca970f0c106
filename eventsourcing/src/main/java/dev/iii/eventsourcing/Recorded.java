package dev.iii.eventsourcing;

import java.time.Instant;
import java.util.Optional;

/**
 * An event in the log. Immutable.
 *
 * @param stream the stream, for example the SKU of an item
 * @param id the unique id of the event, which is never used again, even if the engine loses the event
 * @param number the position in the stream: 1, 2, 3, … without a gap
 * @param at the time at which the command was accepted, on the clock of the program that accepted it
 * @param name the name and the version with which the event is stored
 * @param event the event, in its current version
 * @param commandId the id of the command: the idempotency key, or a generated id
 * @param correlationId the id that the caller passed to connect events of several streams
 * @param causationId the id of the message that caused the command
 * @param <E> the type of all events
 */
public record Recorded<E>(
        String stream,
        String id,
        long number,
        Instant at,
        Events.Name name,
        E event,
        String commandId,
        Optional<String> correlationId,
        Optional<String> causationId) {}

package dev.iii.sdk.http;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.Json;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A server-sent event. Immutable.
 *
 * @param data any string; its line breaks are preserved
 * @param event the type of the event, for listeners in the browser; {@code null} for {@code message}
 * @param id the id that a client sends as {@code last-event-id} when it reconnects; {@code null} for none
 * @param retry the delay before a client reconnects, in whole milliseconds; {@code null} for the default of the client
 */
public record ServerSentEvent(
        String data,
        @Nullable String event,
        @Nullable String id,
        @Nullable Duration retry) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the data is {@code null}, the event or the id contains a line break or a NUL
     *     character, or the retry delay is negative
     */
    public ServerSentEvent {
        Arguments.notNull(data, "data");
        checkLine("event", event);
        checkLine("id", id);
        if (retry != null && retry.isNegative()) {
            throw new IllegalArgumentException("retry is " + retry + "; it must not be negative");
        }
    }

    private static void checkLine(String name, @Nullable String value) {
        if (value != null && value.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0)) {
            throw new IllegalArgumentException(name + " contains a line break or a NUL character");
        }
    }

    /** Creates an event that contains only data. */
    public static ServerSentEvent of(String data) {
        return new ServerSentEvent(data, null, null, null);
    }

    /**
     * Creates an event whose data is JSON.
     *
     * @throws dev.iii.sdk.error.InvalidPayloadException if the value cannot be written as JSON
     */
    public static ServerSentEvent json(@Nullable Object value) {
        return of(Json.of(value).text());
    }

    /** Returns a copy of this event with another type. */
    public ServerSentEvent withEvent(String kind) {
        return new ServerSentEvent(data, Arguments.notNull(kind, "event"), id, retry);
    }

    /** Returns a copy of this event with an id. */
    public ServerSentEvent withId(String newId) {
        return new ServerSentEvent(data, event, Arguments.notNull(newId, "id"), retry);
    }

    /** Returns a copy of this event with a delay before clients reconnect. */
    public ServerSentEvent withRetry(Duration time) {
        return new ServerSentEvent(data, event, id, Arguments.notNull(time, "retry"));
    }

    /** Returns the event in the wire format, including the empty line at its end. */
    String text() {
        StringBuilder text = new StringBuilder();
        if (event != null) {
            text.append("event: ").append(event).append('\n');
        }
        if (id != null) {
            text.append("id: ").append(id).append('\n');
        }
        if (retry != null) {
            text.append("retry: ").append(retry.toMillis()).append('\n');
        }
        for (String line : data.split("\r\n|\r|\n", -1)) {
            text.append("data: ").append(line).append('\n');
        }
        return text.append('\n').toString();
    }
}

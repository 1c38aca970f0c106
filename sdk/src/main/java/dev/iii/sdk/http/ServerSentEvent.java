package dev.iii.sdk.http;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.Json;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One server-sent event. Immutable.
 *
 * @param data any text; its lines are kept
 * @param event its kind, for listeners of the browser; {@code null} for {@code message}
 * @param id what a client that comes again sends as {@code last-event-id}; {@code null} for none
 * @param retry how long a client waits before it connects again; {@code null} to leave that to it
 */
public record ServerSentEvent(
        String data,
        @Nullable String event,
        @Nullable String id,
        @Nullable Duration retry) {

    /** @throws IllegalArgumentException when kind or id have a line break, which they cannot carry, or the id a NUL */
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
            throw new IllegalArgumentException(name + " has a line break or a NUL");
        }
    }

    /** An event with nothing but data. */
    public static ServerSentEvent of(String data) {
        return new ServerSentEvent(data, null, null, null);
    }

    /**
     * An event whose data is JSON.
     *
     * @throws dev.iii.sdk.error.InvalidPayloadException when the value cannot be written as JSON
     */
    public static ServerSentEvent json(@Nullable Object value) {
        return of(Json.of(value).text());
    }

    /** The same of another kind. */
    public ServerSentEvent withEvent(String kind) {
        return new ServerSentEvent(data, Arguments.notNull(kind, "event"), id, retry);
    }

    /** The same with an id. */
    public ServerSentEvent withId(String newId) {
        return new ServerSentEvent(data, event, Arguments.notNull(newId, "id"), retry);
    }

    /** The same with a time to wait before connecting again. */
    public ServerSentEvent withRetry(Duration time) {
        return new ServerSentEvent(data, event, id, Arguments.notNull(time, "retry"));
    }

    /** As it goes over the line, with the empty line at its end. */
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

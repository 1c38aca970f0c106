package dev.iii.eventsourcing.internal.store;

import dev.iii.eventsourcing.Events;
import dev.iii.eventsourcing.Recorded;
import dev.iii.eventsourcing.internal.log.Entry;
import dev.iii.eventsourcing.internal.log.EventIds;
import dev.iii.sdk.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes and reads the events of entries. Thread-safe.
 *
 * @param <E> the type of all events
 */
public final class EventJson<E> {

    private static final String NAME = "t";
    private static final String VERSION = "v";
    private static final String DATA = "d";

    private final Events<E> events;

    /** Creates the JSON of events. */
    public EventJson(Events<E> events) {
        this.events = events;
    }

    /** Returns the JSON of the events of one entry. */
    public String write(List<E> written) {
        List<Map<String, Object>> elements = new ArrayList<>();
        for (E event : written) {
            Events.Name name = events.nameOf(event);
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put(NAME, name.name());
            fields.put(VERSION, name.version());
            fields.put(DATA, event);
            elements.add(fields);
        }
        return Json.of(elements).text();
    }

    /**
     * Returns the events of an entry.
     *
     * @throws NewerEventException if this program does not know an event
     * @throws dev.iii.sdk.error.InvalidPayloadException if the JSON of an event does not fit its class
     */
    public List<Recorded<E>> read(String stream, Entry entry) {
        List<Recorded<E>> recorded = new ArrayList<>();
        for (Json element : Json.parse(entry.events()).elements()) {
            long number = entry.n() + recorded.size();
            String id = number == entry.n() ? entry.id() : EventIds.at(entry.id(), number);
            String name = Objects.requireNonNullElse(element.field(NAME).as(String.class), "");
            int version = Objects.requireNonNullElse(element.field(VERSION).as(Integer.class), 0);
            E event = events.read(name, version, element.field(DATA))
                    .orElseThrow(() -> new NewerEventException(stream, id, name, version));
            recorded.add(new Recorded<>(
                    stream,
                    id,
                    number,
                    Instant.ofEpochMilli(entry.at()),
                    new Events.Name(name, version),
                    event,
                    entry.command(),
                    Optional.ofNullable(entry.correlation()),
                    Optional.ofNullable(entry.cause())));
        }
        return List.copyOf(recorded);
    }
}

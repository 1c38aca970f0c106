package dev.iii.eventsourcing.internal.store;

import dev.iii.eventsourcing.Events;
import dev.iii.eventsourcing.Recorded;
import dev.iii.eventsourcing.internal.log.Entry;
import dev.iii.eventsourcing.internal.log.EventIds;
import dev.iii.sdk.error.InvalidPayloadException;
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
        try {
            return Json.of(elements).text();
        } catch (InvalidPayloadException e) {
            // Written alone, the event has a message with its class and its field.
            written.forEach(Json::of);
            throw e;
        }
    }

    /**
     * Returns the events of an entry.
     *
     * @throws NewerEventException if this program does not know an event
     * @throws IllegalStateException if the JSON of an event does not fit its class, or an upcaster fails
     */
    public List<Recorded<E>> read(String stream, Entry entry) {
        List<Recorded<E>> recorded = new ArrayList<>();
        for (Json element : Json.parse(entry.events()).elements()) {
            long number = entry.n() + recorded.size();
            String id = number == entry.n() ? entry.id() : EventIds.at(entry.id(), number);
            String name = Objects.requireNonNullElse(element.field(NAME).as(String.class), "");
            int version = Objects.requireNonNullElse(element.field(VERSION).as(Integer.class), 0);
            E event = readOne(stream, id, name, version, element.field(DATA));
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

    /** Names the event in each failure: the failure of the codec or of an upcaster does not contain it. */
    private E readOne(String stream, String id, String name, int version, Json data) {
        Optional<E> event;
        try {
            event = events.read(name, version, data);
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "event " + id + " of stream " + stream + " (" + name + ", version " + version
                            + ") cannot be read: " + OneLine.messageOf(e)
                            + ". If its class has changed, increment the version of the event and add an upcaster",
                    e);
        }
        return event.orElseThrow(() -> new NewerEventException(
                stream, id, name, version, events.names().contains(name)));
    }
}

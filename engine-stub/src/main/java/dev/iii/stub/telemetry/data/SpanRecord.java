package dev.iii.stub.telemetry.data;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A span: something that took time, within a trace. Immutable.
 *
 * @param id where it belongs
 * @param name what was done, for example {@code call state::set}
 * @param serviceName who did it
 * @param interval when
 * @param result how it ended
 * @param details what else is known
 */
public record SpanRecord(Id id, String name, String serviceName, Interval interval, Result result, Details details) {

    /**
     * Where a span belongs. Ids are lower-case hex by convention; the engine takes any text.
     *
     * @param traceId the trace
     * @param spanId the span, unique within its trace
     * @param parentSpanId the span above it
     */
    public record Id(
            String traceId, String spanId, @Nullable String parentSpanId) {}

    /**
     * When something happened, in nanoseconds since 1970, as unsigned numbers.
     *
     * @param startUnixNano its beginning
     * @param endUnixNano its end, 0 while it is going on
     * @param pending whether it is going on
     */
    public record Interval(long startUnixNano, long endUnixNano, boolean pending) {}

    /** How a span ended. */
    public enum Status {
        /** Nobody said. */
        UNSET,
        /** Well. */
        OK,
        /** With an error. */
        ERROR
    }

    /**
     * How a span ended.
     *
     * @param status the kind of end
     * @param description why it failed
     */
    public record Result(Status status, @Nullable String description) {}

    /**
     * What else is known about a span.
     *
     * @param attributes facts, in their order
     * @param events what happened on the way
     * @param links spans that it has to do with
     * @param scope who recorded it; unknown for spans of the engine
     * @param flags W3C trace flags
     */
    public record Details(
            List<Attribute> attributes,
            List<Event> events,
            List<Link> links,
            Scope scope,
            @Nullable Long flags) {

        /** Keeps copies of the attributes, events and links. */
        public Details {
            attributes = List.copyOf(attributes);
            events = List.copyOf(events);
            links = List.copyOf(links);
        }
    }

    /**
     * Something that happened during a span.
     *
     * @param name what
     * @param unixNano when, in nanoseconds since 1970
     * @param attributes facts, in their order
     */
    public record Event(String name, long unixNano, List<Attribute> attributes) {

        /** Keeps a copy of the attributes. */
        public Event {
            attributes = List.copyOf(attributes);
        }
    }

    /**
     * A span that another one has to do with.
     *
     * @param traceId its trace
     * @param spanId its id
     * @param traceState W3C trace state
     * @param attributes facts, in their order
     */
    public record Link(
            String traceId, String spanId, @Nullable String traceState, List<Attribute> attributes) {

        /** Keeps a copy of the attributes. */
        public Link {
            attributes = List.copyOf(attributes);
        }
    }

    /** The first attribute of this name. */
    public Optional<String> attribute(String key) {
        return details.attributes().stream()
                .filter(attribute -> attribute.key().equals(key))
                .map(Attribute::value)
                .findFirst();
    }
}

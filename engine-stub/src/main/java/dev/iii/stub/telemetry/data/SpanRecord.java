package dev.iii.stub.telemetry.data;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A span: an operation within a trace, with its duration. Immutable.
 *
 * @param id the ids of the span, its trace and its parent
 * @param name the name of the operation, for example {@code call state::set}
 * @param serviceName the name of the service that executed the operation
 * @param interval when the span started and ended
 * @param result the status
 * @param details all other properties
 */
public record SpanRecord(Id id, String name, String serviceName, Interval interval, Result result, Details details) {

    /**
     * The ids of a span. By convention they are lower-case hex, but the engine accepts any string.
     *
     * @param traceId the id of the trace
     * @param spanId the id of the span, unique within its trace
     * @param parentSpanId the id of the parent span; {@code null} for none
     */
    public record Id(
            String traceId, String spanId, @Nullable String parentSpanId) {}

    /**
     * The start and the end of a span, in nanoseconds since 1970, as unsigned numbers.
     *
     * @param startUnixNano the time at which the span started
     * @param endUnixNano the time at which the span ended; 0 for a pending span
     * @param pending whether the span has not ended
     */
    public record Interval(long startUnixNano, long endUnixNano, boolean pending) {}

    /** The status of a span. */
    public enum Status {
        /** No status was set. */
        UNSET,
        /** The operation succeeded. */
        OK,
        /** The operation failed. */
        ERROR
    }

    /**
     * The result of a span.
     *
     * @param status the status
     * @param description the reason of a failure; {@code null} for none
     */
    public record Result(Status status, @Nullable String description) {}

    /**
     * All other properties of a span.
     *
     * @param attributes the attributes, in their order
     * @param events the events during the span
     * @param links the links to other spans
     * @param scope the instrumentation; unknown for spans of the engine
     * @param flags the W3C trace flags; {@code null} if unknown
     */
    public record Details(
            List<Attribute> attributes,
            List<Event> events,
            List<Link> links,
            Scope scope,
            @Nullable Long flags) {

        /** Copies the attributes, the events and the links. */
        public Details {
            attributes = List.copyOf(attributes);
            events = List.copyOf(events);
            links = List.copyOf(links);
        }
    }

    /**
     * An event during a span.
     *
     * @param name the name of the event
     * @param unixNano the time of the event, in nanoseconds since 1970
     * @param attributes the attributes, in their order
     */
    public record Event(String name, long unixNano, List<Attribute> attributes) {

        /** Copies the attributes. */
        public Event {
            attributes = List.copyOf(attributes);
        }
    }

    /**
     * A link to another span.
     *
     * @param traceId the trace id of the other span
     * @param spanId the span id of the other span
     * @param traceState the W3C trace state; {@code null} for none
     * @param attributes the attributes of the link, in their order
     */
    public record Link(
            String traceId, String spanId, @Nullable String traceState, List<Attribute> attributes) {

        /** Copies the attributes. */
        public Link {
            attributes = List.copyOf(attributes);
        }
    }

    /** Returns the value of the first attribute with this name. */
    public Optional<String> attribute(String key) {
        return details.attributes().stream()
                .filter(attribute -> attribute.key().equals(key))
                .map(Attribute::value)
                .findFirst();
    }
}

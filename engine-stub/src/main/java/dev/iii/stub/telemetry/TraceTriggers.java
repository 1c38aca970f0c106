package dev.iii.stub.telemetry;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.core.trigger.TriggerProvider;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.JsonText;
import dev.iii.stub.json.Struct;
import dev.iii.stub.telemetry.data.SpanRecord;
import dev.iii.transport.LogLimiter;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The triggers for spans. The spans of one window are reported together at its end, in one call per trigger.
 *
 * <p>Internal root spans of the engine and spans of observability functions are ignored. Spans that trace triggers
 * cause themselves are ignored as well; otherwise each call would cause the next one. These are the span of a call of a
 * trigger's function, and all spans of its trace if this span is the root. The real engine recognizes them only by the
 * attribute {@code function_id}, which the official clients do not set.
 */
final class TraceTriggers implements TriggerProvider, Records.SpanObserver {

    static final Duration WINDOW = Duration.ofMillis(300);

    static final Struct CONFIG = Struct.of(
            "TraceTriggerConfig",
            Field.string("service_name").optional().describedAs("Only spans of this service; case is ignored."),
            Field.string("status")
                    .optional()
                    .describedAs("Only spans with the status unset, ok or error; case is ignored."));

    private static final Logger log = LoggerFactory.getLogger(TraceTriggers.class);

    /** The maximum number of different spans in one window. */
    private static final int MAX_SEEN = 10_000;

    /** The maximum number of remembered traces that triggers have caused. */
    private static final int MAX_CAUSED = 1000;

    private static final Duration LOG_PERIOD = Duration.ofSeconds(10);

    private record Entry(
            Trigger trigger,
            @Nullable String service,
            @Nullable String status) {

        boolean matches(Seen span) {
            return (service == null || service.equalsIgnoreCase(span.service()))
                    && (status == null || status.equalsIgnoreCase(span.status()));
        }
    }

    /** The properties of a span that triggers need. */
    private record Seen(String traceId, String service, String status) {}

    private final EngineContext engine;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final LogLimiter overflows;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Set<String> caused = new LinkedHashSet<>();

    @GuardedBy("lock")
    private Set<Seen> window = new LinkedHashSet<>();

    TraceTriggers(EngineContext engine) {
        this.engine = engine;
        this.overflows = new LogLimiter(engine.clock()::nanoTime, 1, LOG_PERIOD);
    }

    @Override
    public void register(Trigger trigger) {
        entries.put(
                trigger.id(),
                new Entry(trigger, ConfigText.read(trigger, "service_name"), ConfigText.read(trigger, "status")));
    }

    @Override
    public void unregister(Trigger trigger) {
        entries.remove(trigger.id());
    }

    @Override
    public boolean isActive() {
        return !entries.isEmpty();
    }

    @Override
    public void observe(List<SpanRecord> spans) {
        if (entries.isEmpty()) {
            return;
        }
        boolean begins = false;
        boolean full = false;
        lock.lock();
        try {
            for (SpanRecord span : spans) {
                if (window.size() >= MAX_SEEN) {
                    full = true;
                } else if (counts(span)) {
                    begins |= window.isEmpty();
                    window.add(new Seen(span.id().traceId(), span.serviceName(), TelemetryJson.status(span)));
                }
            }
        } finally {
            lock.unlock();
        }
        if (begins) {
            engine.clock().after(WINDOW, this::fire);
        }
        if (full) {
            overflows.log(note -> log.warn(
                    "Some spans fired no trigger: there were more than {} within {} ms{}",
                    MAX_SEEN,
                    WINDOW.toMillis(),
                    note));
        }
    }

    @GuardedBy("lock")
    private boolean counts(SpanRecord span) {
        boolean root = span.id().parentSpanId() == null;
        if (entries.values().stream().anyMatch(entry -> isCallOf(entry.trigger().functionId(), span))) {
            if (root) {
                remember(span.id().traceId());
            }
            return false;
        }
        return !(root && SpanView.isInternal(span))
                && !isObservability(span.attribute("function_id").orElse(""))
                && !caused.contains(span.id().traceId());
    }

    private static boolean isCallOf(String function, SpanRecord span) {
        return span.name().equals("execute " + function)
                || span.attribute("function_id").orElse("").equals(function)
                || span.attribute("iii.function.id").orElse("").equals(function);
    }

    @GuardedBy("lock")
    private void remember(String traceId) {
        if (caused.size() >= MAX_CAUSED) {
            caused.remove(caused.iterator().next());
        }
        caused.add(traceId);
    }

    private static boolean isObservability(String function) {
        return function.startsWith("iii-observability::")
                || function.matches("engine::(traces|logs?|metrics|baggage|sampling|health|alerts|rollups)::.*");
    }

    private void fire() {
        Set<Seen> seen;
        lock.lock();
        try {
            seen = window;
            window = new LinkedHashSet<>();
            // The child spans of a call are received before the span of the call itself, which is received when the
            // call ends.
            for (Iterator<Seen> spans = seen.iterator(); spans.hasNext(); ) {
                if (caused.contains(spans.next().traceId())) {
                    spans.remove();
                }
            }
        } finally {
            lock.unlock();
        }
        for (Entry entry : entries.values()) {
            TreeSet<String> traceIds = new TreeSet<>();
            seen.stream().filter(entry::matches).forEach(span -> traceIds.add(span.traceId()));
            if (!traceIds.isEmpty()) {
                Trigger trigger = entry.trigger();
                ObjectNode event = TelemetryJson.object();
                ArrayNode ids = event.putArray("trace_ids");
                traceIds.forEach(ids::add);
                engine.fire(trigger, Call.of(trigger, JsonText.raw(event)).withMetadata(trigger.metadata()));
            }
        }
    }
}

package dev.iii.sdk.internal.telemetry;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.telemetry.PayloadCapture;
import io.opentelemetry.api.OpenTelemetry;
import org.jspecify.annotations.Nullable;

/**
 * Creates spans for the functions of a worker, and transfers trace fields from and to frames (W3C trace context and
 * baggage).
 *
 * <p>Without an {@link OpenTelemetry} instance there are no spans, but the trace fields of an invocation are still passed on to
 * the calls that its handler makes. Without the classes of OpenTelemetry, they are not passed on. Frames without trace fields
 * cause no parsing and no allocation. Thread-safe.
 */
public final class Tracing {

    /** True if the classes of OpenTelemetry exist. They are an automatic module, which {@code jlink} does not accept. */
    private static final boolean AVAILABLE = isAvailable();

    private final @Nullable Spans spans;

    private Tracing(@Nullable Spans spans) {
        this.spans = spans;
    }

    private static boolean isAvailable() {
        try {
            Class<?> api = Class.forName("io.opentelemetry.api.OpenTelemetry", false, Tracing.class.getClassLoader());
            return Tracing.class.getModule().canRead(api.getModule());
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Creates the tracing of a worker; without spans if {@code telemetry} is {@code null}. */
    public static Tracing of(@Nullable OpenTelemetry telemetry, PayloadCapture capture) {
        return new Tracing(AVAILABLE ? Spans.of(telemetry, capture) : null);
    }

    /** The trace fields of an outgoing frame. */
    public record Fields(
            @Nullable String traceparent, @Nullable String baggage) {
        static final Fields NONE = new Fields(null, null);
    }

    /** The ids of a span. */
    public record SpanIds(String traceId, String spanId) {}

    /** Returns the ids of the span of the current thread; {@code null} if there is none. */
    public static @Nullable SpanIds currentSpan() {
        return AVAILABLE ? Spans.currentIds() : null;
    }

    /** Returns a task that runs in the trace context of the current thread. */
    public static Runnable inCurrentContext(Runnable task) {
        return AVAILABLE ? Spans.inCurrentContext(task) : task;
    }

    /** Returns the trace fields for a call that the current thread makes now. */
    public Fields current() {
        return spans == null ? Fields.NONE : spans.current();
    }

    /** Starts the tracing of an invocation. */
    public Handling begin(InvokeFunction frame) {
        return spans == null ? Handling.NONE : spans.begin(frame);
    }

    /** Code that runs a handler. */
    public interface HandlerCode {

        /** Runs the handler and returns its result. */
        @Nullable
        Object run() throws Exception;
    }

    /** The tracing of one invocation. It is ended once, on any thread. */
    public abstract static class Handling {

        /** Has no context to propagate and records nothing. */
        public static final Handling NONE = new Handling() {};

        Handling() {}

        /** Returns {@code true} if the handler must be run by {@link #run}. */
        public boolean isTraced() {
            return false;
        }

        /** Runs a handler in the context of the invocation. */
        public @Nullable Object run(HandlerCode handler) throws Exception {
            return handler.run();
        }

        /** Records that the handler has returned a result. */
        public void succeeded(RawJson result) {}

        /** Records that the handler has failed or was not run. */
        public void failed(ErrorBody error, @Nullable Throwable cause) {}
    }
}

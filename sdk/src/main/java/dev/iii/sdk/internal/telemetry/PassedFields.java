package dev.iii.sdk.internal.telemetry;

import dev.iii.protocol.InvokeFunction;
import dev.iii.sdk.internal.telemetry.Tracing.Fields;
import dev.iii.sdk.internal.telemetry.Tracing.HandlerCode;
import dev.iii.sdk.internal.telemetry.Tracing.Handling;
import dev.iii.sdk.internal.telemetry.Tracing.SpanIds;
import org.jspecify.annotations.Nullable;

/**
 * The part of {@link Tracing} for programs without OpenTelemetry: passes the trace fields of an invocation on to the calls that
 * its handler makes. {@link Spans} does this with the context of OpenTelemetry. Thread-safe.
 */
final class PassedFields {

    private static final int TRACE_ID = 3;
    private static final int TRACE_ID_END = 35;
    private static final int SPAN_ID = 36;
    private static final int SPAN_ID_END = 52;
    private static final int FLAGS = 53;
    private static final int LENGTH = 55;

    /** The fields of the invocation whose handler the current thread runs. */
    private static final ThreadLocal<@Nullable Fields> CURRENT = new ThreadLocal<>();

    private PassedFields() {}

    static Fields current() {
        Fields fields = CURRENT.get();
        return fields == null ? Fields.NONE : fields;
    }

    static @Nullable SpanIds currentIds() {
        String parent = current().traceparent();
        return parent == null
                ? null
                : new SpanIds(parent.substring(TRACE_ID, TRACE_ID_END), parent.substring(SPAN_ID, SPAN_ID_END));
    }

    static Runnable inCurrentContext(Runnable task) {
        Fields fields = CURRENT.get();
        return () -> {
            Fields before = set(fields);
            try {
                task.run();
            } finally {
                set(before);
            }
        };
    }

    static Handling begin(InvokeFunction frame) {
        if (frame.traceparent() == null && frame.baggage() == null) {
            return Handling.NONE;
        }
        Fields fields = new Fields(traceparent(frame.traceparent()), baggage(frame.baggage()));
        return new Handling() {
            @Override
            public boolean isTraced() {
                return true;
            }

            @Override
            public @Nullable Object run(HandlerCode handler) throws Exception {
                Fields before = set(fields);
                try {
                    return handler.run();
                } finally {
                    set(before);
                }
            }
        };
    }

    /** Sets the fields of the current thread. Returns its previous fields. */
    private static @Nullable Fields set(@Nullable Fields fields) {
        Fields before = CURRENT.get();
        if (fields == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(fields);
        }
        return before;
    }

    /**
     * Returns a valid field with the version 00 and without flags other than "sampled", because the 0.23 engine drops the trace
     * of a call with another flag. Returns {@code null} for an invalid field.
     */
    static @Nullable String traceparent(@Nullable String field) {
        if (field == null || !isValid(field)) {
            return null;
        }
        boolean sampled = (Character.digit(field.charAt(FLAGS + 1), 16) & 1) == 1;
        return "00" + field.substring(TRACE_ID - 1, FLAGS) + (sampled ? "01" : "00");
    }

    private static boolean isValid(String field) {
        boolean isVersion0 = field.startsWith("00-");
        return (isVersion0
                        ? field.length() == LENGTH
                        : field.length() == LENGTH || field.length() > LENGTH && field.charAt(LENGTH) == '-')
                && isHex(field, 0, TRACE_ID - 1)
                && !field.startsWith("ff")
                && field.charAt(TRACE_ID - 1) == '-'
                && isId(field, TRACE_ID, TRACE_ID_END)
                && field.charAt(SPAN_ID - 1) == '-'
                && isId(field, SPAN_ID, SPAN_ID_END)
                && field.charAt(FLAGS - 1) == '-'
                && isHex(field, FLAGS, LENGTH);
    }

    /** Returns {@code true} if the characters are a hexadecimal number other than zero. */
    private static boolean isId(String field, int from, int to) {
        if (!isHex(field, from, to)) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (field.charAt(i) != '0') {
                return true;
            }
        }
        return false;
    }

    private static boolean isHex(String field, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = field.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String baggage(@Nullable String field) {
        return field == null || field.isBlank() ? null : field;
    }
}

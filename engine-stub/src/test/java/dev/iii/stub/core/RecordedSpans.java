package dev.iii.stub.core;

import dev.iii.protocol.ErrorBody;
import dev.iii.stub.core.call.TraceContext;
import dev.iii.stub.core.call.Tracing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes spans whose contexts count, and notes down how they end. */
public final class RecordedSpans implements Tracing {

    private final List<String> lines = new ArrayList<>();
    private int count;

    @Override
    public Span begin(String name, TraceContext parent, Map<String, String> attributes) {
        int number = ++count;
        return new Span() {
            @Override
            public TraceContext context() {
                return new TraceContext("span-" + number, parent.baggage());
            }

            @Override
            public void end(@Nullable ErrorBody error) {
                lines.add(name + " below " + parent.traceparent() + " is span-" + number + " and ends "
                        + (error == null ? "well" : error.code()));
            }
        };
    }

    /** The spans that have ended, in the order of their ends. */
    public List<String> ended() {
        return lines;
    }
}

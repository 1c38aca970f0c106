package dev.iii.stub.queue;

import dev.iii.stub.core.call.TraceContext;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of the baggage that control how the span of the caller is displayed. They would change the span of the
 * later call in the same way, so they are removed before the delivery, as on the real engine.
 */
final class SpanDisplayTags {

    private static final Set<String> NAMES = Set.of("iii.tag.kind", "iii.tag.display_name");

    private SpanDisplayTags() {}

    static TraceContext removedFrom(TraceContext trace) {
        String baggage = trace.baggage();
        if (baggage == null || NAMES.stream().noneMatch(baggage::contains)) {
            return trace;
        }
        return new TraceContext(trace.traceparent(), without(baggage));
    }

    private static @Nullable String without(String baggage) {
        List<String> kept = Arrays.stream(baggage.split(",", -1))
                .filter(member -> !NAMES.contains(member.split("[=;]", 2)[0].strip()))
                .toList();
        return kept.isEmpty() ? null : String.join(",", kept);
    }
}

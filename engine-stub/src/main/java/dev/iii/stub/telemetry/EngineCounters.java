package dev.iii.stub.telemetry;

import dev.iii.stub.core.api.CallCounts;
import dev.iii.stub.core.api.ConnectedWorker;
import dev.iii.stub.core.api.EngineDirectory;
import dev.iii.stub.core.api.EngineListener;
import dev.iii.stub.telemetry.data.SpanRecord;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The counters of the engine: calls, workers, and durations of spans. */
final class EngineCounters implements EngineListener {

    private final EngineDirectory directory;
    private final LongAdder spawns = new LongAdder();
    private final LongAdder deaths = new LongAdder();

    EngineCounters(EngineDirectory directory) {
        this.directory = directory;
    }

    @Override
    public void connected(ConnectedWorker worker) {
        spawns.increment();
    }

    @Override
    public void disconnected(ConnectedWorker worker) {
        deaths.increment();
    }

    /** Returns the value of one of the engine's metrics, or {@code null} if the engine has no metric of this name. */
    @Nullable
    Double value(String metric) {
        CallCounts calls = directory.callCounts();
        return switch (metric) {
            case "iii.invocations.total" -> (double) calls.total();
            case "iii.invocations.success" -> (double) calls.succeeded();
            case "iii.invocations.error" -> (double) calls.failed();
            case "iii.invocations.deferred" -> (double) calls.deferred();
            case "iii.workers.spawns" -> (double) spawns.sum();
            case "iii.workers.deaths" -> (double) deaths.sum();
            case "iii.workers.active" -> (double) active();
            default -> null;
        };
    }

    private long active() {
        return Math.max(0, spawns.sum() - deaths.sum());
    }

    ObjectNode toJson(List<SpanRecord> spans) {
        ObjectNode json = TelemetryJson.object();
        CallCounts counts = directory.callCounts();
        ObjectNode calls = json.putObject("invocations");
        calls.put("total", counts.total());
        calls.put("success", counts.succeeded());
        calls.put("error", counts.failed());
        calls.put("deferred", counts.deferred());
        ObjectNode byFunction = calls.putObject("by_function");
        directory.functions().forEach(function -> {
            long count = function.callCount();
            if (count > 0) {
                byFunction.put(function.id(), byFunction.path(function.id()).asLong(0) + count);
            }
        });
        ObjectNode workers = json.putObject("workers");
        workers.put("spawns", spawns.sum());
        workers.put("deaths", deaths.sum());
        workers.put("active", active());
        json.set("performance", performance(spans));
        return json;
    }

    private static ObjectNode performance(List<SpanRecord> spans) {
        double[] millis = spans.stream()
                .filter(span -> !span.interval().pending())
                .mapToDouble(span -> SpanView.durationMillis(span, 0))
                .sorted()
                .toArray();
        double sum = 0;
        for (double duration : millis) {
            sum += duration;
        }
        ObjectNode json = TelemetryJson.object();
        json.put("avg_duration_ms", millis.length == 0 ? 0 : sum / millis.length);
        json.put("p50_duration_ms", Aggregates.percentile(millis, 0.50));
        json.put("p95_duration_ms", Aggregates.percentile(millis, 0.95));
        json.put("p99_duration_ms", Aggregates.percentile(millis, 0.99));
        json.put("min_duration_ms", Aggregates.percentile(millis, 0));
        json.put("max_duration_ms", Aggregates.percentile(millis, 1));
        return json;
    }
}

package dev.iii.stub.telemetry;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.environment.StubClock;
import dev.iii.stub.json.JsonText;
import dev.iii.stub.telemetry.data.MetricRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Evaluates the alert rules, on request and 10 s after each evaluation. Thread-safe. Functions are called outside of
 * its lock.
 */
final class Alerts implements AutoCloseable {

    static final Duration PERIOD = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(Alerts.class);

    /** Prefixes of function ids that belong to the engine. Rules must not call these functions. */
    private static final List<String> FORBIDDEN = List.of(
            "engine::", "state::", "stream::", "configuration::", "iii::", "iii-", "bridge.", "motia::", "steps::");

    private static final class State {
        boolean firing;
        double value;
        long evaluatedMillis;

        @Nullable
        Long triggeredMillis;
    }

    /** A rule that has fired. */
    private record Alert(AlertRule rule, double value, long millis) {

        ObjectNode toJson(String nameField) {
            ObjectNode json = TelemetryJson.object();
            json.put(nameField, rule.name());
            json.put("metric", rule.metric());
            json.set("value", TelemetryJson.number(value));
            json.set("threshold", TelemetryJson.number(rule.comparison().threshold()));
            json.put("operator", rule.comparison().operator().wireName());
            json.put("firing", true);
            json.put("timestamp", millis);
            return json;
        }
    }

    private final EngineContext engine;
    private final StubClock clock;
    private final Records records;
    private final EngineCounters counters;
    private final List<AlertRule> rules;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<AlertRule, State> states = new LinkedHashMap<>();

    @GuardedBy("lock")
    private StubClock.@Nullable Alarm next;

    @GuardedBy("lock")
    private boolean closed;

    Alerts(EngineContext engine, Records records, EngineCounters counters, List<AlertRule> rules) {
        this.engine = engine;
        this.clock = engine.clock();
        this.records = records;
        this.counters = counters;
        this.rules = rules;
    }

    /** Starts the periodic evaluation. */
    void start() {
        lock.lock();
        try {
            schedule();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void schedule() {
        if (next != null) {
            next.cancel();
        }
        next = rules.isEmpty() || closed ? null : clock.after(PERIOD, this::evaluate);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            schedule();
        } finally {
            lock.unlock();
        }
    }

    /** Evaluates all rules and executes the actions of the rules that fire. Returns the alerts. */
    ArrayNode evaluate() {
        List<Alert> fired = new ArrayList<>();
        lock.lock();
        try {
            for (AlertRule rule : rules) {
                Double value = rule.enabled() ? value(rule) : null;
                if (value != null) {
                    look(rule, value, fired);
                }
            }
            schedule();
        } finally {
            lock.unlock();
        }
        ArrayNode json = TelemetryJson.array();
        for (Alert alert : fired) {
            json.add(alert.toJson("name"));
            act(alert);
        }
        return json;
    }

    @GuardedBy("lock")
    private void look(AlertRule rule, double value, List<Alert> fired) {
        long now = clock.now().toEpochMilli();
        State state = states.computeIfAbsent(rule, unknown -> new State());
        state.evaluatedMillis = now;
        state.value = value;
        state.firing = rule.comparison().holds(value);
        Long last = state.triggeredMillis;
        if (state.firing && (last == null || now - last >= rule.cooldown().toMillis())) {
            state.triggeredMillis = now;
            fired.add(new Alert(rule, value, now));
        }
    }

    /**
     * Returns the current value for a rule, or {@code null} if there is none. The value of a counter of the engine is
     * its current value. The value of a worker's metric is the sum over the window, or the average if it is a gauge.
     */
    private @Nullable Double value(AlertRule rule) {
        Double counted = counters.value(rule.metric());
        if (counted != null) {
            return counted;
        }
        long end = Records.unixNanos(clock);
        long start = end - Math.min(end, rule.window().toNanos());
        List<MetricRecord> inWindow = records.metrics().stream()
                .filter(metric -> metric.name().equals(rule.metric())
                        && !TimeFields.isBefore(metric.arrivedUnixNano(), start)
                        && !TimeFields.isBefore(end, metric.arrivedUnixNano()))
                .toList();
        double[] values = inWindow.stream()
                .flatMapToDouble(metric -> metric.points().stream()
                        .flatMapToDouble(point -> point instanceof MetricRecord.NumberPoint number
                                ? DoubleStream.of(number.value())
                                : DoubleStream.empty()))
                .toArray();
        if (values.length == 0) {
            return null;
        }
        double sum = DoubleStream.of(values).sum();
        return inWindow.get(0).kind() == MetricRecord.Kind.GAUGE ? sum / values.length : sum;
    }

    private void act(Alert alert) {
        AlertRule rule = alert.rule();
        if (rule.action() instanceof AlertRule.Action.Function function) {
            if (FORBIDDEN.stream().anyMatch(function.path()::startsWith)
                    || function.path().equals("publish")) {
                log.warn("The alert {} must not call {}: it is a function of the engine", rule.name(), function.path());
                return;
            }
            engine.invoke(Call.of(function.path(), JsonText.raw(alert.toJson("alert"))), outcome -> {
                if (outcome instanceof Outcome.Failure failure) {
                    log.warn(
                            "The function {} failed for the alert {}: {}: {}",
                            function.path(),
                            rule.name(),
                            failure.error().code(),
                            failure.error().message());
                }
            });
            return;
        }
        log.warn(
                "The alert {} fires: {} is {}, which is {} {}{}",
                rule.name(),
                rule.metric(),
                alert.value(),
                rule.comparison().operator().wireName(),
                rule.comparison().threshold(),
                rule.action() instanceof AlertRule.Action.Webhook
                        ? "; its webhook is not called, because this engine can only call functions"
                        : "");
    }

    /** Returns the states of the rules that have had a value at an evaluation. */
    ArrayNode states() {
        ArrayNode json = TelemetryJson.array();
        lock.lock();
        try {
            states.forEach((rule, state) -> {
                ObjectNode entry = json.addObject();
                entry.put("name", rule.name());
                entry.put("firing", state.firing);
                entry.put("last_evaluated", state.evaluatedMillis);
                entry.put("last_triggered", state.triggeredMillis);
                entry.set("current_value", TelemetryJson.number(state.value));
                entry.set("threshold", TelemetryJson.number(rule.comparison().threshold()));
                entry.put("operator", rule.comparison().operator().wireName());
            });
        } finally {
            lock.unlock();
        }
        return json;
    }

    /** Returns the number of rules that are firing. */
    int firing() {
        lock.lock();
        try {
            return (int) states.values().stream().filter(state -> state.firing).count();
        } finally {
            lock.unlock();
        }
    }
}

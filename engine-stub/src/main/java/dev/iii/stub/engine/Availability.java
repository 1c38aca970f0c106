package dev.iii.stub.engine;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.ConnectedWorker;
import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.api.EngineDirectory;
import dev.iii.stub.core.api.EngineListener;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.api.RegisteredFunction;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.environment.StubClock;
import dev.iii.stub.core.trigger.TriggerList;
import dev.iii.stub.core.trigger.TriggerTypeSpec;
import dev.iii.stub.json.ObjectWriter;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The triggers {@code engine::workers-available} and {@code engine::functions-available}. The first fires at every
 * event of a worker. The second fires if functions were registered or unregistered since the last check; the interval
 * is 5 s.
 */
final class Availability implements EngineListener {

    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final EngineContext engine;
    private final EngineDirectory directory;
    private final TriggerList functionWatchers = new TriggerList();
    private final TriggerList workerWatchers = new TriggerList();

    // Accessed only by the thread of the clock, except in start().
    private long changesSeen;
    private Set<FunctionName> namesSeen = Set.of();
    private volatile StubClock.@Nullable Alarm next;
    private volatile boolean closed;

    Availability(EngineContext engine, EngineDirectory directory) {
        this.engine = engine;
        this.directory = directory;
    }

    void install(Installer installer) {
        installer.triggerType(
                new TriggerTypeSpec("engine::functions-available", "Functions were registered or unregistered"),
                functionWatchers);
        installer.triggerType(
                new TriggerTypeSpec(
                        "engine::workers-available", "A worker has connected, announced itself or disconnected"),
                workerWatchers);
        installer.listen(this);
    }

    void start() {
        look();
        arm();
    }

    void close() {
        closed = true;
        StubClock.Alarm alarm = next;
        if (alarm != null) {
            alarm.cancel();
        }
    }

    private void arm() {
        if (!closed) {
            next = engine.clock().after(PERIOD, () -> {
                if (!closed) {
                    if (look()) {
                        tellFunctions();
                    }
                    arm();
                }
            });
        }
    }

    /** Returns {@code true} if the set of functions differs from that of the last check. */
    private boolean look() {
        long changes = directory.functionChanges();
        if (changes == changesSeen) {
            return false;
        }
        changesSeen = changes;
        Set<FunctionName> names = new HashSet<>();
        directory.functions().forEach(function -> names.add(FunctionName.of(function)));
        boolean others = !names.equals(namesSeen);
        namesSeen = names;
        return others;
    }

    private void tellFunctions() {
        if (functionWatchers.isEmpty()) {
            return;
        }
        List<RawJson> functions = directory.functions().stream()
                .sorted(Comparator.comparing(RegisteredFunction::id).thenComparing(RegisteredFunction::namespace))
                .map(DiscoveryRows::function)
                .toList();
        fire(
                functionWatchers,
                new ObjectWriter()
                        .put("event", "functions_changed")
                        .put("functions", functions)
                        .end());
    }

    // ---------------------------------------------------------------- workers

    @Override
    public void connected(ConnectedWorker worker) {
        tellWorker("worker_connected", worker);
    }

    @Override
    public void announced(ConnectedWorker worker) {
        tellWorker("worker_metadata_updated", worker);
    }

    @Override
    public void disconnected(ConnectedWorker worker) {
        tellWorker("worker_disconnected", worker);
    }

    private void tellWorker(String event, ConnectedWorker worker) {
        if (!workerWatchers.isEmpty()) {
            fire(
                    workerWatchers,
                    new ObjectWriter()
                            .put("event", event)
                            .put("worker_id", worker.id())
                            .end());
        }
    }

    private void fire(TriggerList watchers, RawJson event) {
        watchers.all()
                .forEach(trigger -> engine.fire(trigger, Call.of(trigger, event).withMetadata(trigger.metadata())));
    }
}

package dev.iii.stub.telemetry;

import dev.iii.stub.core.EngineWorker;
import dev.iii.stub.core.Installer;

/** The worker {@code iii-observability}. */
public final class TelemetryWorker implements EngineWorker {

    private final TelemetryOptions options;

    /** A worker with these options. */
    public TelemetryWorker(TelemetryOptions options) {
        this.options = options;
    }

    @Override
    public String name() {
        return "iii-observability";
    }

    @Override
    public String description() {
        return "Logs, baggage and health.";
    }

    @Override
    public void install(Installer installer) {
        LogFunctions.install(installer);
        BaggageFunctions.install(installer);
        HealthFunction.install(installer, options);
    }
}

package dev.iii.samples;

import dev.iii.sdk.Iii;
import dev.iii.sdk.TriggerBinding;
import dev.iii.sdk.TriggerType;
import dev.iii.sdk.TriggerTypeDefinition;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.trigger.Trigger;

/** A worker provides the trigger type {@code temperature}; other workers, in any language, bind their functions to it. */
public final class CustomTrigger {

    /** The configuration of a trigger: its function is called when a room is warmer. */
    record Limit(String room, double above) {}

    record Measured(String room, double degrees) {}

    private CustomTrigger() {}

    public static void main(String[] args) {
        Worker worker = Iii.registerWorker(
                WorkerOptions.builder().name("thermometer").closeOnExit(true).build());
        provide(worker);
        use(worker);
        worker.closed().join();
    }

    static TriggerType<Limit> provide(Worker worker) {
        TriggerType<Limit> type = worker.registerTriggerType(
                TriggerTypeDefinition.of("temperature", "A room is warmer than a limit", Limit.class)
                        .inferConfigSchema()
                        .inferCallSchema(Measured.class),
                binding -> {
                    // An exception refuses the trigger, and the worker that has registered it gets the message.
                    if (binding.config()
                            .filter(limit -> limit.above() < -273.15)
                            .isPresent()) {
                        throw new InvalidRequestException("above", "must not be below absolute zero");
                    }
                });
        worker.registerFunction("temperature::measured", Measured.class, (measured, call) -> {
            for (TriggerBinding<Limit> binding : type.bindings()) {
                Limit limit = binding.config().orElseThrow();
                if (limit.room().equals(measured.room()) && measured.degrees() > limit.above()) {
                    binding.fire(measured);
                }
            }
        });
        return type;
    }

    static void use(Worker worker) {
        worker.registerFunction("fan::start", Measured.class, (measured, call) -> {
            worker.state().set("fans", measured.room(), measured);
        });
        worker.registerTrigger(Trigger.of("temperature", new Limit("attic", 30)), "fan::start");
    }
}

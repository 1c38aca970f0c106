package dev.iii.stub.cron;

import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.trigger.TriggerTypeSpec;
import dev.iii.stub.setup.Adapters;
import dev.iii.stub.setup.EngineWorkerDefinition;
import dev.iii.stub.setup.EngineWorkerSetup;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The worker {@code iii-cron}. */
public final class CronWorker implements EngineWorker {

    /** The name of this worker. */
    public static final String NAME = "iii-cron";

    /** Names this worker and creates it from its configuration. */
    public static final EngineWorkerDefinition DEFINITION =
            EngineWorkerDefinition.of(NAME, CronWorker::create).withAlias("cron");

    private @Nullable CronTriggers triggers;

    /** Creates a worker without triggers. */
    public CronWorker() {
        // Declared explicitly because the class is public.
    }

    private static EngineWorker create(EngineWorkerSetup setup) {
        Adapters.warnUnless(setup.config(), "kv", "every engine fires its triggers, without a lock that they share");
        return new CronWorker();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Calls functions at the times of a cron expression.";
    }

    @Override
    public void install(Installer installer) {
        CronTriggers provider = new CronTriggers(installer.engine());
        triggers = provider;
        installer.triggerType(
                new TriggerTypeSpec(
                        "cron",
                        "A time of a cron expression has come",
                        CronTriggers.CONFIG.schema(),
                        CronTriggers.CALL.schema()),
                provider);
    }

    /**
     * Calls a function once for each of its cron triggers, as if a time of their schedules had come.
     *
     * @param scheduled the time in the payload
     * @return {@code false} if the function has no cron trigger
     */
    public boolean fire(String functionId, Instant scheduled) {
        return triggers != null && triggers.fire(functionId, scheduled) > 0;
    }

    @Override
    public void close() {
        if (triggers != null) {
            triggers.close();
        }
    }
}

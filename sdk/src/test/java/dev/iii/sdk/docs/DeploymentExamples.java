package dev.iii.sdk.docs;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.annotation.Function;
import dev.iii.sdk.configuration.WorkerConfig;
import dev.iii.sdk.json.TypeRef;
import dev.iii.sdk.trigger.ConfigurationEvent;
import dev.iii.sdk.trigger.ConfigurationTrigger;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The code of docs/deployment.md. */
final class DeploymentExamples {

    private DeploymentExamples() {}

    record Settings(int port, Duration patience, Optional<URI> webhook) {}

    static Settings settings() {
        Settings defaults = new Settings(8080, Duration.ofSeconds(5), Optional.empty());
        return WorkerConfig.fromEnvironment().read(Settings.class, defaults);
    }

    /** The functions of the worker. */
    public static final class Shop {

        private volatile Settings settings;

        Shop(Settings settings) {
            this.settings = settings;
        }

        void use(Settings changed) {
            settings = changed;
        }

        /** Returns the time in which a call is repeated. */
        @Function("shop::patience")
        public String patience() {
            return settings.patience().toString();
        }
    }

    static Worker start(Settings settings) {
        Worker worker = Iii.registerWorker(WorkerOptions.named("shop"), registering -> {
            registering.registerAll(new Shop(settings));
        });
        return worker;
    }

    static void followChanges(Worker worker, Shop shop) {
        WorkerConfig.fromEnvironment().name().ifPresent(name -> {
            TypeRef<ConfigurationEvent<Settings>> type = new TypeRef<>() {};
            worker.registerFunction("shop::config-changed", type, (event, call) -> {
                event.newValue().ifPresent(shop::use);
            });
            worker.registerTrigger(ConfigurationTrigger.of(name), "shop::config-changed");
        });
    }
}

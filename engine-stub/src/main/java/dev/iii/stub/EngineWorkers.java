package dev.iii.stub;

import dev.iii.stub.channel.ChannelWorker;
import dev.iii.stub.config.ConfigSection;
import dev.iii.stub.config.EngineConfig;
import dev.iii.stub.configuration.ConfigurationOptions;
import dev.iii.stub.configuration.ConfigurationWorker;
import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.cron.CronWorker;
import dev.iii.stub.engine.EngineFacts;
import dev.iii.stub.engine.EngineFunctions;
import dev.iii.stub.httpfunctions.HttpFunctionsOptions;
import dev.iii.stub.httpfunctions.HttpFunctionsWorker;
import dev.iii.stub.httpfunctions.Reach;
import dev.iii.stub.httpfunctions.UrlPolicy;
import dev.iii.stub.pubsub.PubSubWorker;
import dev.iii.stub.queue.QueueWorker;
import dev.iii.stub.state.StateOptions;
import dev.iii.stub.state.StateWorker;
import dev.iii.stub.store.MemoryStore;
import dev.iii.stub.stream.StreamOptions;
import dev.iii.stub.stream.StreamWorker;
import dev.iii.stub.telemetry.TelemetryWorker;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Limits;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which workers an engine has: all of them without a config file, those that it names and the mandatory ones with one.
 * Of the two queue workers, {@code queue} stands for both without a config file. The only place that knows all rooms.
 */
final class EngineWorkers {

    private static final Logger log = LoggerFactory.getLogger(EngineWorkers.class);

    /** The workers that open the worker ports; see {@link WorkerPorts}. */
    static final String WORKER_MANAGER = "iii-worker-manager";

    private static final long MAX_TTL_SECONDS = Duration.ofDays(365).toSeconds();

    /**
     * What a worker is made from.
     *
     * @param config its section of the config file, empty without one
     * @param options the options of the engine
     * @param loops the threads that serve connections
     */
    record Materials(ConfigSection config, StubOptions options, List<EventLoop> loops) {}

    private interface Factory {
        EngineWorker make(Materials materials);
    }

    /** By name, in the order in which they are installed. */
    private static final Map<String, Factory> FACTORIES = new LinkedHashMap<>();

    private static final Set<String> MANDATORY =
            Set.of(WORKER_MANAGER, "iii-engine-functions", "iii-observability", "configuration");

    /** New names of workers that are known by their old ones. */
    private static final Map<String, String> OLD_NAMES =
            Map.of("http", "iii-http", "state", "iii-state", "pubsub", "iii-pubsub", "cron", "iii-cron");

    /** Workers that are there only when a config file names them. */
    private static final Set<String> ON_DEMAND = Set.of("iii-queue");

    static {
        FACTORIES.put(
                WORKER_MANAGER,
                materials ->
                        new ChannelWorker(WorkerPorts.limits(materials.options(), Limits.DEFAULT.handshakeTimeout())));
        FACTORIES.put(
                "iii-engine-functions", materials -> new EngineFunctions(new EngineFacts(Version.TEXT, MANDATORY)));
        FACTORIES.put("configuration", EngineWorkers::configuration);
        FACTORIES.put("iii-stream", EngineWorkers::stream);
        FACTORIES.put("iii-observability", EngineWorkers::telemetry);
        FACTORIES.put("iii-state", EngineWorkers::state);
        FACTORIES.put("iii-pubsub", EngineWorkers::pubsub);
        FACTORIES.put("iii-http", HttpWorkers::make);
        FACTORIES.put("iii-http-functions", EngineWorkers::httpFunctions);
        FACTORIES.put("iii-queue", materials -> QueueWorker.builtIn(QueueConfig.read(materials.config())));
        FACTORIES.put("queue", materials -> QueueWorker.standalone(QueueConfig.read(materials.config())));
        FACTORIES.put("iii-cron", EngineWorkers::cron);
    }

    private EngineWorkers() {}

    static List<EngineWorker> make(StubOptions options, List<EventLoop> loops) {
        Map<String, ConfigSection> wanted = wanted(options.config());
        List<EngineWorker> workers = new ArrayList<>();
        FACTORIES.forEach((name, factory) -> {
            ConfigSection config = wanted.get(name);
            if (config != null) {
                workers.add(factory.make(new Materials(config, options, loops)));
                config.unknownKeys().forEach(log::warn);
            }
        });
        return workers;
    }

    /** The workers that are to be there, with their sections. */
    private static Map<String, ConfigSection> wanted(@Nullable EngineConfig config) {
        Map<String, ConfigSection> wanted = new LinkedHashMap<>();
        if (config == null) {
            FACTORIES.keySet().stream()
                    .filter(name -> !ON_DEMAND.contains(name))
                    .forEach(name -> wanted.put(name, ConfigSection.empty()));
            return wanted;
        }
        for (EngineConfig.WorkerEntry entry : config.workers()) {
            String name = OLD_NAMES.getOrDefault(entry.name(), entry.name());
            if (name.equals(WORKER_MANAGER)) {
                continue;
            }
            if (!FACTORIES.containsKey(name)) {
                log.warn(entry.entry()
                        .mistake("names the worker \"" + entry.name()
                                + "\", which this engine does not have; it is left out. There are "
                                + String.join(", ", known()))
                        .getMessage());
            } else if (wanted.putIfAbsent(name, entry.config()) != null) {
                log.warn(entry.entry()
                        .mistake("names the worker \"" + entry.name() + "\" a second time; only the first counts")
                        .getMessage());
            }
        }
        MANDATORY.forEach(name -> wanted.putIfAbsent(name, ConfigSection.empty()));
        return wanted;
    }

    private static Set<String> known() {
        Set<String> names = new LinkedHashSet<>();
        names.addAll(FACTORIES.keySet());
        return names;
    }

    // ---------------------------------------------------------------- how each is made

    private static EngineWorker configuration(Materials materials) {
        ConfigSection config = materials.config();
        ConfigSection adapter = config.section("adapter");
        if (adapter != null) {
            String name = adapter.string("name", "fs");
            adapter.ignore("config");
            log.warn(adapter.mistake("asks for the adapter \"" + name + "\"; configurations are kept in memory only")
                    .getMessage());
        }
        Duration timeToLive = Duration.ofSeconds(config.integer("ttl_seconds", 0, 0, MAX_TTL_SECONDS));
        return new ConfigurationWorker(
                new ConfigurationOptions(timeToLive, materials.options().environment(), Version.TEXT));
    }

    private static EngineWorker stream(Materials materials) {
        ConfigSection config = materials.config();
        StubOptions options = materials.options();
        inMemoryOnly(config);
        InetSocketAddress address =
                WorkerPorts.address(options, config, options.streamPort(), WorkerPorts.DEFAULT_STREAM_PORT);
        return new StreamWorker(
                new StreamOptions(
                        address,
                        config.string("auth_function"),
                        WorkerPorts.limits(options, Limits.DEFAULT.handshakeTimeout())),
                materials.loops());
    }

    private static EngineWorker telemetry(Materials materials) {
        StubOptions options = materials.options();
        Limits limits = new Limits(
                options.maxMessageBytes(),
                Limits.DEFAULT.maxFragments(),
                options.maxOutboxBytes(),
                Limits.DEFAULT.handshakeTimeout(),
                Limits.DEFAULT.closeTimeout());
        return new TelemetryWorker(TelemetryConfig.read(materials.config(), options.config() != null, limits));
    }

    private static EngineWorker state(Materials materials) {
        ConfigSection config = materials.config();
        inMemoryOnly(config);
        config.ignore("save_interval_ms");
        StateOptions options = new StateOptions(
                config.flag("triggers_enabled", true),
                config.integer("max_value_bytes", Long.MAX_VALUE, 1, Long.MAX_VALUE));
        return new StateWorker(new MemoryStore(), options);
    }

    private static EngineWorker pubsub(Materials materials) {
        ConfigSection config = materials.config();
        ConfigSection adapter = config.section("adapter");
        if (adapter != null) {
            String name = adapter.string("name", "local");
            adapter.ignore("config");
            if (!name.equals("local")) {
                log.warn(adapter.mistake("asks for the adapter \"" + name + "\"; messages stay in this process")
                        .getMessage());
            }
        }
        return new PubSubWorker();
    }

    private static EngineWorker httpFunctions(Materials materials) {
        StubOptions options = materials.options();
        ConfigSection config = materials.config();
        ConfigSection security = config.section("security");
        UrlPolicy policy = options.config() == null ? UrlPolicy.LOCAL : UrlPolicy.STRICT;
        if (security != null) {
            policy = new UrlPolicy(
                    security.strings("url_allowlist"),
                    security.flag("block_private_ips", true) ? Reach.PUBLIC : Reach.ANYWHERE,
                    security.flag("require_https", true));
        }
        return new HttpFunctionsWorker(
                new HttpFunctionsOptions(policy, options.environment(), options.maxMessageBytes()));
    }

    private static EngineWorker cron(Materials materials) {
        ConfigSection config = materials.config();
        ConfigSection adapter = config.section("adapter");
        if (adapter != null) {
            String name = adapter.string("name", "kv");
            adapter.ignore("config");
            if (!name.equals("kv")) {
                log.warn(adapter.mistake("asks for the adapter \"" + name
                                + "\"; every engine fires its triggers, without a lock that they share")
                        .getMessage());
            }
        }
        return new CronWorker();
    }

    /** Says so when the file asks for a store that outlives the process. */
    private static void inMemoryOnly(ConfigSection config) {
        ConfigSection adapter = config.section("adapter");
        if (adapter == null) {
            return;
        }
        String name = adapter.string("name", "kv");
        ConfigSection settings = adapter.section("config");
        String method = settings == null ? "in_memory" : settings.string("store_method", "in_memory");
        if (settings != null) {
            settings.keys();
        }
        if (!name.equals("kv") || !method.equals("in_memory")) {
            log.warn(adapter.mistake("asks for the adapter \"" + name + "\" with the store method \"" + method
                            + "\"; values are kept in memory only")
                    .getMessage());
        }
    }
}

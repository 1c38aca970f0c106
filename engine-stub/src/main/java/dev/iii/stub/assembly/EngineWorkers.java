package dev.iii.stub.assembly;

import dev.iii.stub.channel.ChannelWorker;
import dev.iii.stub.config.ConfigSection;
import dev.iii.stub.config.EngineConfig;
import dev.iii.stub.configuration.ConfigurationWorker;
import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.cron.CronWorker;
import dev.iii.stub.engine.EngineFunctionsWorker;
import dev.iii.stub.http.HttpWorker;
import dev.iii.stub.httpfunctions.HttpFunctionsWorker;
import dev.iii.stub.net.AllowedOrigins;
import dev.iii.stub.pubsub.PubSubWorker;
import dev.iii.stub.queue.QueueWorker;
import dev.iii.stub.setup.EngineWorkerDefinition;
import dev.iii.stub.setup.EngineWorkerDefinition.Presence;
import dev.iii.stub.setup.EngineWorkerSetup;
import dev.iii.stub.setup.SharedSetup;
import dev.iii.stub.state.StateWorker;
import dev.iii.stub.stream.StreamWorker;
import dev.iii.stub.telemetry.TelemetryWorker;
import dev.iii.transport.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kinds of engine workers that an engine can have. Without a config file it has all of them, except those on request;
 * with one it has those that the file names, and the mandatory ones. Immutable.
 *
 * @param definitions the kinds, in the order in which they are installed
 */
record EngineWorkers(List<EngineWorkerDefinition> definitions) {

    private static final Logger log = LoggerFactory.getLogger(EngineWorkers.class);

    /** All kinds, in the order in which they are installed. A new engine worker is one more line here. */
    static final EngineWorkers ALL = new EngineWorkers(List.of(
            ChannelWorker.DEFINITION,
            EngineFunctionsWorker.DEFINITION,
            ConfigurationWorker.DEFINITION,
            StreamWorker.DEFINITION,
            TelemetryWorker.DEFINITION,
            StateWorker.DEFINITION,
            PubSubWorker.DEFINITION,
            HttpWorker.DEFINITION,
            HttpFunctionsWorker.DEFINITION,
            QueueWorker.BUILT_IN_DEFINITION,
            QueueWorker.STANDALONE_DEFINITION,
            CronWorker.DEFINITION));

    /** Copies the list. */
    EngineWorkers {
        definitions = List.copyOf(definitions);
    }

    /** Returns {@code true} if an entry of the config file is a port for connected workers. */
    boolean isWorkerPort(EngineConfig.WorkerEntry entry) {
        return definitions.stream()
                .anyMatch(definition ->
                        definition.workerPorts() && definition.name().equals(entry.name()));
    }

    /** Creates the workers of an engine, in the order in which they are to be installed. */
    List<EngineWorker> create(StubSettings settings, List<EventLoop> loops, AllowedOrigins origins) {
        SharedSetup shared = new SharedSetup(
                settings.config() != null,
                settings.host(),
                WorkerPorts.limits(settings),
                settings.environment(),
                Version.TEXT,
                definitions.stream()
                        .filter(definition -> definition.presence() == Presence.MANDATORY)
                        .map(EngineWorkerDefinition::name)
                        .collect(Collectors.toUnmodifiableSet()),
                origins,
                loops);
        Map<String, ConfigSection> sections = sections(settings.config());
        List<EngineWorker> workers = new ArrayList<>();
        for (EngineWorkerDefinition definition : definitions) {
            ConfigSection section = sections.get(definition.name());
            if (section != null) {
                workers.add(definition.factory().create(setup(definition, section, settings, shared)));
                section.unknownKeys().forEach(log::warn);
            }
        }
        return workers;
    }

    private static EngineWorkerSetup setup(
            EngineWorkerDefinition definition, ConfigSection section, StubSettings settings, SharedSetup shared) {
        Integer standardPort = definition.port();
        return new EngineWorkerSetup(
                section,
                settings.enginePorts().get(definition.name()),
                standardPort == null || settings.standardPorts() ? standardPort : Integer.valueOf(0),
                shared);
    }

    /** Returns the sections of the workers that the engine has, by name. */
    private Map<String, ConfigSection> sections(@Nullable EngineConfig config) {
        Map<String, ConfigSection> sections = new LinkedHashMap<>();
        if (config != null) {
            addFromFile(config, sections);
        }
        Set<Presence> present =
                config == null ? Set.of(Presence.MANDATORY, Presence.DEFAULT) : Set.of(Presence.MANDATORY);
        for (EngineWorkerDefinition definition : definitions) {
            if (present.contains(definition.presence())) {
                sections.putIfAbsent(definition.name(), ConfigSection.empty());
            }
        }
        return sections;
    }

    private void addFromFile(EngineConfig config, Map<String, ConfigSection> sections) {
        Map<String, EngineWorkerDefinition> known = new LinkedHashMap<>();
        definitions.forEach(definition -> known.put(definition.name(), definition));
        definitions.forEach(definition -> known.putIfAbsent(definition.alias(), definition));
        for (EngineConfig.WorkerEntry entry : config.workers()) {
            EngineWorkerDefinition definition = known.get(entry.name());
            if (definition == null) {
                log.warn(entry.entry()
                        .mistake("names the worker \"" + entry.name()
                                + "\", which this engine does not have; it is ignored. The engine has "
                                + definitions.stream()
                                        .map(EngineWorkerDefinition::name)
                                        .collect(Collectors.joining(", ")))
                        .getMessage());
                continue;
            }
            if (!entry.name().equals(definition.name())) {
                log.warn(entry.entry()
                        .mistake("names the worker \"" + entry.name()
                                + "\", which is another program since iii 0.23: the"
                                + " real engine starts it with iii-worker. This engine uses its own "
                                + definition.name() + "; write " + definition.name()
                                + " if the file is for both engines")
                        .getMessage());
            }
            if (!isWorkerPort(entry) // It may have several entries; WorkerPorts reads them.
                    && sections.putIfAbsent(definition.name(), entry.config()) != null) {
                log.warn(entry.entry()
                        .mistake("names the worker \"" + entry.name() + "\" a second time; only the first counts")
                        .getMessage());
            }
        }
    }
}

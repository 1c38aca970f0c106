package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Registration;
import dev.iii.sdk.RegistrationStatus;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.error.FunctionNotFoundException;
import dev.iii.sdk.internal.failure.EngineWorkers;
import dev.iii.sdk.trigger.HttpTrigger;
import dev.iii.sdk.trigger.Trigger;
import dev.iii.stub.EngineStub;
import dev.iii.stub.StubOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On an engine whose configuration names only some of its workers, messages name the one that is missing. */
class MissingEngineWorkersTest {

    private static final Pattern REMEDY = Pattern.compile(
            "he engine has no worker (\\S+): add it to its configuration, unless the engine is stopping$");
    /** The types of a worker that every engine has. */
    private static final Set<String> ALWAYS = Set.of("log", "trace");

    /** The workers with a port of their own. */
    private static final Set<String> PORTS = Set.of("iii-http", "iii-stream");

    /** A configuration for every type. */
    private static final Map<String, String> CONFIG =
            Map.of("stream_name", "s", "topic", "t", "scope", "s", "api_path", "/p", "expression", "0 0 0 1 1 *");

    @TempDir
    Path directory;

    private EngineStub engineWith(String more) throws IOException {
        Path file = directory.resolve("engine.yaml");
        Files.writeString(file, "workers:\n  - { name: iii-worker-manager, config: { port: 0 } }\n" + more);
        return EngineStub.start(StubOptions.builder().configFile(file).build());
    }

    private static Worker worker(EngineStub stub) {
        return Iii.registerWorker(stub.workerUrl().toString(), WorkerOptions.named(unique("test-missing")))
                .awaitReady(PATIENCE);
    }

    private static String named(String message) {
        Matcher matcher = REMEDY.matcher(message);
        assertThat(matcher.find()).as(message).isTrue();
        return matcher.group(1);
    }

    @Test
    void theMessageOfTheEngineStaysAndTheRemedyFollows() throws IOException {
        try (EngineStub stub = engineWith("");
                Worker worker = worker(stub)) {
            assertThatThrownBy(() -> worker.state().set("scope", "key", 1))
                    .isInstanceOf(FunctionNotFoundException.class)
                    .hasMessage(
                            "Function state::set not found in namespace default. The engine has no worker iii-state:"
                                    + " add it to its configuration, unless the engine is stopping");
            assertThatThrownBy(() -> worker.trigger("state::sett", 1))
                    .hasMessage("Function state::sett not found in namespace default. Did you mean state::set?");
            assertThatThrownBy(() -> worker.trigger("own::function", 1))
                    .hasMessage("Function own::function not found in namespace default.");
        }
    }

    @Test
    void theProblemOfATriggerNamesTheWorkerForItsType() throws IOException {
        try (EngineStub stub = engineWith("");
                Worker worker = worker(stub)) {
            worker.registerFunction("hello", (json, call) -> json);
            Registration trigger = worker.registerTrigger(HttpTrigger.get("/hello"), "hello");
            trigger.awaitConfirmed(PATIENCE);
            assertThat(trigger.status()).isEqualTo(RegistrationStatus.INACTIVE);
            assertThat(trigger.problem())
                    .contains("no worker provides the trigger type http in namespace default; the engine has no worker"
                            + " iii-http: add it to its configuration, unless the engine is stopping");
            Registration misspelt = worker.registerTrigger(Trigger.of("htpp", Map.of()), "hello");
            misspelt.awaitConfirmed(PATIENCE);
            assertThat(misspelt.problem())
                    .contains("no worker provides the trigger type htpp in namespace default; did you mean http?");
        }
    }

    /** The general check: what a message names is what helps. */
    @Test
    void theNamedWorkerProvidesWhatIsMissing() throws IOException {
        Map<String, Set<String>> functions = new TreeMap<>();
        Map<String, Set<String>> types = new TreeMap<>();
        try (EngineStub stub = engineWith("");
                Worker worker = worker(stub)) {
            for (String id : EngineWorkers.functions()) {
                var failure = catchThrowableOfType(FunctionNotFoundException.class, () -> worker.trigger(id, Map.of()));
                functions
                        .computeIfAbsent(named(String.valueOf(failure.getMessage())), key -> new TreeSet<>())
                        .add(id);
            }
            for (String id : EngineWorkers.triggerTypes()) {
                String problem = worker.registerTrigger(Trigger.of(id, CONFIG), "f")
                        .awaitConfirmed(PATIENCE)
                        .problem()
                        .orElseThrow();
                if (!ALWAYS.contains(id)) {
                    types.computeIfAbsent(named(problem), key -> new TreeSet<>())
                            .add(id);
                }
            }
        }
        assertThat(functions).containsOnlyKeys("iii-pubsub", "iii-queue", "iii-state", "iii-stream", "queue");
        assertThat(types)
                .containsOnlyKeys("iii-cron", "iii-http", "iii-pubsub", "iii-queue", "iii-state", "iii-stream");
        Set<String> names = new TreeSet<>(functions.keySet());
        names.addAll(types.keySet());
        for (String name : names) {
            try (EngineStub stub = engineWith(
                            "  - { name: " + name + (PORTS.contains(name) ? ", config: { port: 0 } }\n" : " }\n"));
                    Worker worker = worker(stub)) {
                for (String id : functions.getOrDefault(name, Set.of())) {
                    assertThat(worker.discovery().function(id)).as(id).isPresent();
                }
                for (String id : types.getOrDefault(name, Set.of())) {
                    assertThat(worker.discovery().triggerType(id)).as(id).isPresent();
                }
            }
        }
    }
}

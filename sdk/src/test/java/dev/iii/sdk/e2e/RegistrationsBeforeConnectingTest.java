package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.discovery.DiscoveryClient;
import dev.iii.sdk.discovery.DiscoveryFilter;
import dev.iii.sdk.discovery.WorkerFilter;
import dev.iii.sdk.trigger.HttpTrigger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A worker that registers before it connects. As soon as the engine lists it, everything that it registered is there. */
class RegistrationsBeforeConnectingTest {

    private static final int FUNCTIONS = 40;

    @RegisterExtension
    static final Engine engine = new Engine();

    private final HttpClient client = HttpClient.newHttpClient();

    private static void registerAll(Worker worker, String prefix) {
        for (int i = 0; i < FUNCTIONS; i++) {
            String id = prefix + "::f" + i;
            worker.registerFunction(id, (json, call) -> "done");
            worker.registerTrigger(HttpTrigger.get("/" + prefix + "/" + i), id);
        }
    }

    private static boolean isListed(DiscoveryClient discovery, String name) {
        return discovery.workers(WorkerFilter.containing(name)).stream()
                .anyMatch(worker -> worker.name().filter(name::equals).isPresent());
    }

    @RepeatedTest(5)
    void aListedWorkerIsComplete() throws Exception {
        DiscoveryClient discovery = engine.worker().discovery();
        String name = unique("test");
        String prefix = unique("complete");
        Worker worker =
                engine.worker(Engine.options().name(name).build(), registering -> registerAll(registering, prefix));
        while (!isListed(discovery, name)) {
            assertThat(worker.status()).isNotEqualTo(WorkerStatus.CLOSED);
        }
        assertThat(discovery.functions(DiscoveryFilter.all().prefix(prefix))).hasSize(FUNCTIONS);
        for (int i : new int[] {0, FUNCTIONS - 1}) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(engine.httpUrl() + "/" + prefix + "/" + i))
                    .build();
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        }
    }

    @Test
    void aReadyWorkerIsListed() {
        DiscoveryClient discovery = engine.worker().discovery();
        String name = unique("test");
        Worker worker = engine.worker(
                Engine.options().name(name).build(), registering -> registerAll(registering, unique("ready")));
        worker.awaitReady(PATIENCE);
        assertThat(isListed(discovery, name)).isTrue();
        assertThat(isListed(worker.discovery(), name)).isTrue();
    }

    @Test
    void theWorkerIsNotConnectedBefore() {
        AtomicReference<WorkerStatus> status = new AtomicReference<>();
        Worker worker = engine.worker(Engine.options().build(), registering -> {
            status.set(registering.status());
            assertThat(registering.id()).isEmpty();
            assertThat(registering.ready()).isNotDone();
        });
        assertThat(status.get()).isEqualTo(WorkerStatus.CONNECTING);
        worker.awaitReady(PATIENCE);
        assertThat(worker.id()).isPresent();
    }

    @Test
    void ifTheRegistrationsFailTheWorkerIsClosed() {
        AtomicReference<Worker> created = new AtomicReference<>();
        WorkerOptions options = Engine.options().build();
        assertThatThrownBy(() -> Iii.registerWorker(engine.url(), options, worker -> {
                    created.set(worker);
                    throw new IllegalStateException("no database");
                }))
                .hasMessage("no database");
        assertThat(created.get().status()).isEqualTo(WorkerStatus.CLOSED);
        created.get().closed().join();
        Engine.awaitNoThreads();
    }

    @Test
    void aWorkerThatIsClosedMeanwhileDoesNotConnect() {
        Worker worker = Iii.registerWorker(
                engine.url(), Engine.options().closeOnExit(true).build(), Worker::close);
        assertThat(worker.status()).isEqualTo(WorkerStatus.CLOSED);
        worker.closed().join();
        assertThat(worker.id()).isEmpty();
    }
}

package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.CallInterceptor;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Registration;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.discovery.DiscoveryClient;
import dev.iii.sdk.discovery.DiscoveryFilter;
import dev.iii.sdk.discovery.WorkerFilter;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.queue.QueueDefinition;
import dev.iii.sdk.trigger.HttpTrigger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A worker that registers before it connects. As soon as the engine lists it, everything that it registered is there. */
class RegistrationsBeforeConnectingTest {

    private static final int FUNCTIONS = 40;

    @RegisterExtension
    static final Engine engine = new Engine();

    private final List<RuntimeException> failures = new CopyOnWriteArrayList<>();
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
    void waitingForTheEngineInsideTheRegistrationsIsRefusedImmediately() {
        String remedy = " inside the registrations of registerWorker; the worker connects afterwards: do this after"
                + " registerWorker has returned";
        CallInterceptor passing = (call, chain) -> chain.proceed(call);
        for (WorkerOptions options : List.of(
                Engine.options().build(),
                Engine.options().interceptCalls(passing).build())) {
            Worker worker = engine.worker(options, registering -> {
                Registration function = registering.registerFunction(unique("early"), json -> {});
                assertRefused(
                        () -> registering.queues().define(QueueDefinition.standard("early")),
                        "queue::define was called" + remedy);
                assertRefused(() -> registering.trigger("f", 1), "f was called" + remedy);
                assertRefused(() -> registering.trigger(Call.to("f", 1).idempotent()), "f was called" + remedy);
                assertRefused(() -> registering.publish("topic", 1), "publish was called" + remedy);
                assertRefused(
                        () -> registering.triggerAsync("f", 1).join(), "the result of a call was waited for" + remedy);
                assertRefused(() -> registering.awaitReady(PATIENCE), "the engine was waited for" + remedy);
                assertRefused(() -> function.awaitConfirmed(PATIENCE), "the engine was waited for" + remedy);
            });
            worker.awaitReady(PATIENCE);
            worker.state().set("early", "key", 1);
        }
    }

    private static void assertRefused(ThrowingCallable wait, String message) {
        assertThatThrownBy(wait).isInstanceOf(IllegalStateException.class).hasMessage(message);
    }

    @Test
    void aWorkerThatConnectsInsideTheRegistrationsMayWaitThere() {
        Worker worker = engine.worker(Engine.options().build(), registering -> {
            registering.connect();
            registering.awaitReady(PATIENCE).state().set("early", "key", 1);
        });
        assertThat(worker.status()).isEqualTo(WorkerStatus.READY);
    }

    @Test
    void anotherThreadMayWaitMeanwhileAndIsToldWhy() {
        WorkerOptions options = Engine.options().build();
        Worker worker = engine.worker(options, registering -> {
            Thread other = new Thread(() -> {
                try {
                    registering.awaitReady(Duration.ofMillis(1));
                } catch (RuntimeException e) {
                    failures.add(e);
                }
            });
            other.start();
            Awaitility.await().atMost(PATIENCE).until(() -> !failures.isEmpty());
        });
        worker.awaitReady(PATIENCE);
        assertThat(failures)
                .singleElement()
                .satisfies(e -> assertThat(e)
                        .isInstanceOf(CallTimeoutException.class)
                        .hasMessageEndingWith(": the registrations of registerWorker have not returned"));
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

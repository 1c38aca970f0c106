package dev.iii.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.eventsourcing.EventSourcing;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerListener;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.annotation.Function;
import dev.iii.sdk.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** When the worker connects, and when it closes. */
class WorkerLifecycleTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** The phase of the graceful shutdown of web servers in Spring Boot. */
    private static final int WEB_SERVER = SmartLifecycle.DEFAULT_PHASE - 1024;

    @RegisterExtension
    static final SharedEngine engine = new SharedEngine();

    public static class Echo {

        @Function("lifecycle::echo")
        public String echo(String text) {
            return text;
        }
    }

    @Test
    void theApplicationStartsWithoutAnEngine() {
        Contexts.runner().withBean(Echo.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(Worker.class).status()).isNotEqualTo(WorkerStatus.READY);
        });
    }

    @Test
    void theApplicationFailsFastIfThatIsWanted() {
        Contexts.runner()
                .withPropertyValues("iii.fail-fast=true", "iii.startup-timeout=300ms")
                .run(context -> assertThat(Contexts.analysis(context.getStartupFailure()))
                        .contains("Worker shop is not ready within 300 ms", Contexts.NOWHERE)
                        .contains("III_URL")
                        .contains("iii.fail-fast=false"));
    }

    @Test
    void aRefusedFunctionFailsFast() {
        try (Worker owner = Iii.registerWorker(engine.url(), WorkerOptions.named("owner"))) {
            owner.registerAll(new Echo());
            owner.awaitReady(PATIENCE);
            engine.connected()
                    .withBean(Echo.class)
                    .run(context -> assertThat(Contexts.analysis(context.getStartupFailure()))
                            .contains("refused functions of beans", "lifecycle::echo"));
        }
    }

    @Test
    void aRefusedWorkerFailsFast() {
        try (Worker owner = Iii.registerWorker(engine.url(), WorkerOptions.named("shop"))) {
            owner.awaitReady(PATIENCE);
            engine.connected()
                    .run(context -> assertThat(Contexts.analysis(context.getStartupFailure()))
                            .contains("The engine has refused the worker"));
        }
    }

    /** Connects to the engine in its constructor, in the same way as a bean that needs the worker early. */
    public static final class EarlyCaller {

        final CompletableFuture<Json> answer;

        EarlyCaller(Worker worker) {
            assertThat(worker.id()).isEmpty();
            answer = worker.triggerAsync("lifecycle::echo", "early");
        }
    }

    @Test
    void theWorkerConnectsAfterAllBeansExist() {
        engine.connected()
                .withBean(EarlyCaller.class)
                .withBean(Echo.class)
                .run(context -> assertThat(
                                context.getBean(EarlyCaller.class).answer.get(20, TimeUnit.SECONDS))
                        .isEqualTo(Json.of("early")));
    }

    @Test
    void listenersOfTheApplicationAreCalled() {
        CompletableFuture<WorkerStatus> ready = new CompletableFuture<>();
        WorkerListener listener = new WorkerListener() {
            @Override
            public void onStatus(WorkerStatus status, @Nullable String reason) {
                if (status == WorkerStatus.READY) {
                    ready.complete(status);
                }
            }
        };
        engine.connected()
                .withBean(WorkerListener.class, () -> listener)
                .run(context -> assertThat(ready.get(20, TimeUnit.SECONDS)).isEqualTo(WorkerStatus.READY));
    }

    /** Notes when it starts and stops. */
    private static final class WebServer implements SmartLifecycle {

        private final List<String> events;
        private final Worker worker;
        private boolean running;

        WebServer(List<String> events, Worker worker) {
            this.events = events;
            this.worker = worker;
        }

        @Override
        public int getPhase() {
            return WEB_SERVER;
        }

        @Override
        public void start() {
            events.add("server starts, worker connected: " + worker.id().isPresent());
            running = true;
        }

        @Override
        public void stop() {
            events.add("server stops, worker " + worker.status());
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }

    /** A function that the test lets return. */
    public static final class Slow {

        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch mayReturn = new CountDownLatch(1);

        @Function("lifecycle::slow")
        public String slow() throws InterruptedException {
            entered.countDown();
            mayReturn.await();
            return "done";
        }
    }

    @Test
    void theWorkerDrainsBeforeTheWebServerStops() throws Exception {
        List<String> events = new CopyOnWriteArrayList<>();
        Slow slow = new Slow();
        CompletableFuture<String> result = new CompletableFuture<>();
        try (Worker caller = Iii.registerWorker(engine.url(), WorkerOptions.named("caller"))) {
            engine.connected()
                    .withPropertyValues("iii.drain-timeout=20s")
                    .withBean(Slow.class, () -> slow)
                    .withBean("server", SmartLifecycle.class, () -> new WebServer(events, CurrentWorker.get()))
                    .withInitializer(CurrentWorker::follow)
                    .run(context -> {
                        assertThat(context).hasNotFailed();
                        var unused = caller.triggerAsync("lifecycle::slow", null, String.class)
                                .whenComplete((value, failure) -> {
                                    if (failure == null) {
                                        result.complete(value);
                                    } else {
                                        result.completeExceptionally(failure);
                                    }
                                });
                        slow.entered.await();
                        // The context closes when this block returns.
                        context.getBean(Worker.class).addListener(new WorkerListener() {
                            @Override
                            public void onStatus(WorkerStatus status, @Nullable String reason) {
                                if (status == WorkerStatus.DRAINING) {
                                    slow.mayReturn.countDown();
                                }
                            }
                        });
                    });
            assertThat(result.get(20, TimeUnit.SECONDS)).isEqualTo("done");
        }
        assertThat(events).containsExactly("server starts, worker connected: false", "server stops, worker CLOSED");
    }

    /** Gives the worker of a context to a bean that is created by the test. */
    private static final class CurrentWorker {

        private static @Nullable ConfigurableApplicationContext context;

        static void follow(ConfigurableApplicationContext created) {
            context = created;
        }

        static Worker get() {
            return Objects.requireNonNull(context).getBean(Worker.class);
        }
    }

    @Test
    void aStoppedContextDoesNotStartAgain() {
        engine.connected().run(context -> {
            ConfigurableApplicationContext stoppable =
                    context.getSourceApplicationContext(ConfigurableApplicationContext.class);
            stoppable.stop();
            assertThat(context.getBean(Worker.class).status()).isEqualTo(WorkerStatus.CLOSED);
            assertThatThrownBy(stoppable::start)
                    .hasRootCauseMessage(
                            "the worker shop was closed when the application context was stopped, and cannot start again; close the"
                                    + " context, and create a new one");
        });
    }

    @Test
    void theCacheOfTestContextsDoesNotPauseTheWorker() {
        engine.connected()
                .run(context -> assertThat(
                                context.getBean(WorkerLifecycle.class).isPauseable())
                        .isFalse());
    }

    // ---------------------------------------------------------------- the process

    private static List<Thread> keepAlive() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("iii-shop-keep-alive"))
                .toList();
    }

    @Test
    void anApplicationWithFunctionsContinuesToRun() throws InterruptedException {
        Thread[] found = new Thread[1];
        engine.connected().withBean(Echo.class).run(context -> {
            assertThat(keepAlive())
                    .singleElement()
                    .satisfies(thread -> assertThat(thread.isDaemon()).isFalse());
            found[0] = keepAlive().get(0);
        });
        found[0].join(PATIENCE.toMillis());
        assertThat(found[0].isAlive()).isFalse();
    }

    @Test
    void anApplicationThatOnlyCallsMayEnd() {
        engine.connected().run(context -> assertThat(keepAlive()).isEmpty());
        engine.connected()
                .withBean(Echo.class)
                .withPropertyValues("iii.keep-alive=false")
                .run(context -> assertThat(keepAlive()).isEmpty());
    }

    // ---------------------------------------------------------------- event sourcing

    @Configuration(proxyBeanMethods = false)
    static class Sourced {

        @Bean
        EventSourcing eventSourcing(Worker worker) {
            return EventSourcing.on(worker, "lifecycle");
        }
    }

    @Test
    void eventSourcingIsStartedAndTheApplicationContinuesToRun() {
        engine.connected().withUserConfiguration(Sourced.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThatThrownBy(() -> context.getBean(EventSourcing.class).start())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("started before");
            assertThat(keepAlive()).hasSize(1);
        });
    }

    @Test
    void eventSourcingThatTheApplicationHasStartedIsAMistake() {
        engine.connected()
                .withUserConfiguration(StartedSourcing.class)
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("the bean 'startedSourcing' cannot be started")
                        .hasStackTraceContaining("must not call it"));
    }

    @Test
    void eventSourcingIsOptional() {
        engine.connected()
                .withClassLoader(new FilteredClassLoader(EventSourcing.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("iiiEventSourcing"));
    }

    @Configuration(proxyBeanMethods = false)
    static class StartedSourcing {

        @Bean
        EventSourcing startedSourcing(Worker worker) {
            return EventSourcing.on(worker, "lifecycle").start();
        }
    }
}

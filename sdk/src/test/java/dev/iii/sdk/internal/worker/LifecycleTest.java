package dev.iii.sdk.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.RegisterFunction;
import dev.iii.sdk.RegistrationStatus;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerListener;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.internal.registration.RegistrationHandle;
import dev.iii.sdk.internal.registration.RegistrationSubject;
import dev.iii.sdk.internal.runtime.ConnectionDescription;
import dev.iii.sdk.internal.runtime.PoolTimer;
import dev.iii.sdk.internal.runtime.SessionListener;
import dev.iii.sdk.internal.runtime.SessionRunner;
import dev.iii.sdk.internal.runtime.WorkerThreads;
import dev.iii.sdk.internal.session.Event;
import dev.iii.sdk.internal.session.FrameLimit;
import dev.iii.sdk.internal.session.Session;
import dev.iii.sdk.internal.session.SessionConfig;
import dev.iii.sdk.internal.session.SessionRegistration;
import dev.iii.sdk.internal.session.SessionState;
import dev.iii.sdk.policy.Heartbeat;
import dev.iii.sdk.policy.Reconnect;
import dev.iii.sdk.policy.TriggerRetry;
import dev.iii.transport.ConnectRequest;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Limits;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LifecycleTest {

    /** No server listens there. */
    private static final URI NOWHERE = URI.create("ws://127.0.0.1:9");

    private static final ErrorBody ERROR = new ErrorBody("code", "message");
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

    private static final class IgnoringListener implements SessionListener {

        @Override
        public void cancelInvocations(int generation, boolean interrupt) {}

        @Override
        public void unbind(int generation, String triggerId) {}

        @Override
        public void unbindAll(int generation) {}

        @Override
        public void event(Event event) {}
    }

    private final EventLoop loop = new EventLoop("test-io");
    private final WorkerThreads threads = WorkerThreads.start("test", null, 4, 4, PoolTimer.of(loop));
    private final Worker worker =
            DefaultWorker.start(NOWHERE, WorkerOptions.builder().name("test").build(), new Environment(name -> null));
    private final SessionRunner runner = new SessionRunner(
            session(),
            new ConnectRequest(NOWHERE, Map.of(), Limits.DEFAULT),
            loop,
            new IgnoringListener(),
            System::nanoTime);
    /** The descriptions of owners, by their ids. A test completes them. */
    private final Map<String, CompletableFuture<String>> descriptions = new ConcurrentHashMap<>();

    private final Lifecycle lifecycle = lifecycle(Thread::start, Runnable::run);
    private final RegistrationHandle handle = new RegistrationHandle(
            new RegisterFunction("f", null, null, null, null, null),
            new RegistrationSubject.LocalFunction((generation, call) -> {}),
            lifecycle);

    private CompletableFuture<String> description(String id) {
        return descriptions.computeIfAbsent(id, key -> new CompletableFuture<>());
    }

    private Lifecycle lifecycle(Consumer<Thread> starter, Consumer<Runnable> later) {
        return new Lifecycle(
                worker,
                "test",
                new ConnectionDescription("ws://h"),
                threads,
                runner,
                this::description,
                () -> true,
                starter,
                later);
    }

    private static Session session() {
        SessionConfig config = new SessionConfig(
                RawJson.EMPTY_OBJECT,
                RawJson.EMPTY_OBJECT,
                Reconnect.DEFAULT,
                Heartbeat.DEFAULT,
                1,
                false,
                1,
                TriggerRetry.NEVER,
                true,
                1,
                1,
                1,
                new FrameLimit(16 << 20));
        return new Session(config, UUID::randomUUID, new SplittableRandom(1));
    }

    @AfterEach
    void stop() {
        worker.close();
        threads.close(PATIENCE);
        loop.close();
    }

    /** One event of each type. */
    private List<Event> events() {
        SessionRegistration what = handle.what();
        return List.of(
                new Event.StateChanged(SessionState.REGISTERING, SessionState.READY, null),
                new Event.WillReconnect(1, 1_000_000, "refused"),
                new Event.InFlightLost(1, 2),
                new Event.Identified("worker-1"),
                new Event.Settled(),
                new Event.Confirmed(what),
                new Event.Refused(what, ERROR),
                new Event.Conflict(what, "default", "worker-2"),
                new Event.RefusedAgain(what, ERROR, true),
                new Event.Standby(what, "worker-2"),
                new Event.Held(what),
                new Event.Unconfirmed(),
                new Event.Fatal("AUTH_ERROR", "no token"),
                new Event.Warning("unexpected"));
    }

    @Test
    void everyTypeOfEventIsProcessed() {
        Set<Class<?>> types = events().stream().map(Event::getClass).collect(Collectors.toSet());
        assertThat(types).isEqualTo(Set.of(Event.class.getPermittedSubclasses()));
        for (Event event : events()) {
            assertThatCode(() -> lifecycle.on(event)).as(event.toString()).doesNotThrowAnyException();
        }
    }

    @Test
    void aCloserThatCannotBeStartedIsStartedLater() throws Exception {
        List<Runnable> later = new ArrayList<>();
        Lifecycle refused = lifecycle(
                thread -> {
                    if (later.isEmpty()) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    thread.start();
                },
                later::add);
        refused.on(new Event.StateChanged(SessionState.READY, SessionState.CLOSED, null));
        assertThat(refused.ended()).isNotDone();
        assertThat(later).hasSize(1);
        later.get(0).run();
        refused.ended().get(PATIENCE, TimeUnit.NANOSECONDS);
    }

    @Test
    void completionsOfClosedNeitherRunOnTheClosingThreadNorDelayIt() throws Exception {
        Thread closing = Thread.currentThread();
        Lifecycle blocked = lifecycle(
                closer -> new Thread(() -> {
                            while (closing.getState() != Thread.State.TIMED_WAITING) {
                                Thread.onSpinWait();
                            }
                            closer.start();
                        })
                        .start(),
                Runnable::run);
        CountDownLatch returned = new CountDownLatch(1);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        List<CompletableFuture<Void>> completions = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            completions.add(blocked.ended().thenRun(() -> {
                threads.add(Thread.currentThread());
                try {
                    assertThat(returned.await(PATIENCE, TimeUnit.NANOSECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        blocked.on(new Event.StateChanged(SessionState.READY, SessionState.CLOSED, null));
        assertThat(blocked.awaitReleased(System.nanoTime() + PATIENCE)).isTrue();
        assertThat(blocked.ended()).isCompleted();
        returned.countDown();
        for (CompletableFuture<Void> completion : completions) {
            completion.get(PATIENCE, TimeUnit.NANOSECONDS);
        }
        assertThat(threads).hasSize(3).doesNotContain(closing);
    }

    @Test
    void completionsOfClosedMayWaitForEachOther() {
        CountDownLatch all = new CountDownLatch(3);
        List<CompletableFuture<Void>> completions = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            completions.add(lifecycle.ended().thenRun(() -> {
                all.countDown();
                try {
                    assertThat(all.await(PATIENCE, TimeUnit.NANOSECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        lifecycle.on(new Event.StateChanged(SessionState.READY, SessionState.CLOSED, null));
        assertThat(completions)
                .allSatisfy(completion -> assertThat(completion).succeedsWithin(PATIENCE, TimeUnit.NANOSECONDS));
    }

    @Test
    void completionsOfClosedRunAlthoughTheirThreadsCannotBeStarted() {
        AtomicInteger starts = new AtomicInteger();
        Lifecycle refused = lifecycle(
                closer -> {
                    if (starts.getAndIncrement() > 0) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    closer.start();
                },
                Runnable::run);
        CompletableFuture<Void> first = refused.ended().thenRun(() -> {});
        CompletableFuture<Void> second = refused.ended().thenRun(() -> {});
        refused.on(new Event.StateChanged(SessionState.READY, SessionState.CLOSED, null));
        assertThat(first).succeedsWithin(PATIENCE, TimeUnit.NANOSECONDS);
        assertThat(second).succeedsWithin(PATIENCE, TimeUnit.NANOSECONDS);
        assertThat(starts).hasValue(3);
    }

    @Test
    void aListenerCanWaitForARegistrationAndForAReadyWorker() throws Exception {
        lifecycle.registrations().add(handle);
        CompletableFuture<Boolean> waited = new CompletableFuture<>();
        lifecycle.addListener(new WorkerListener() {
            @Override
            public void onStatus(WorkerStatus status, @Nullable String reason) {
                handle.awaitConfirmed(Duration.ofNanos(PATIENCE));
                handle.confirmed().join();
                lifecycle.awaitReady(Duration.ofNanos(PATIENCE));
                lifecycle.ready().join();
                waited.complete(true);
            }
        });
        CompletableFuture<Void> before =
                lifecycle.ready().thenRun(() -> handle.awaitConfirmed(Duration.ofNanos(PATIENCE)));
        lifecycle.on(new Event.StateChanged(SessionState.REGISTERING, SessionState.READY, null));
        lifecycle.on(new Event.Confirmed(handle.what()));
        lifecycle.on(new Event.Settled());
        waited.get(PATIENCE, TimeUnit.NANOSECONDS);
        before.get(PATIENCE, TimeUnit.NANOSECONDS);
    }

    @Test
    void waitingOnTheIoThreadIsRefusedWithTheRemedy() throws Exception {
        CompletableFuture<Throwable> refusal = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                handle.awaitConfirmed(Duration.ofNanos(PATIENCE));
            } catch (IllegalStateException e) {
                refusal.complete(e);
            }
        });
        assertThat(refusal.get(PATIENCE, TimeUnit.NANOSECONDS)).hasMessageContaining("use ready() or confirmed()");
    }

    @Test
    void theWorkerIsReadyBeforeTheNameOfAnOwnerIsKnown() {
        lifecycle.registrations().add(handle);
        lifecycle.on(new Event.StateChanged(SessionState.REGISTERING, SessionState.READY, null));
        lifecycle.on(new Event.Conflict(handle.what(), "default", "worker-2"));
        lifecycle.on(new Event.Settled());
        assertThat(lifecycle.ready()).succeedsWithin(PATIENCE, TimeUnit.NANOSECONDS);
        assertThat(handle.status()).isEqualTo(RegistrationStatus.REFUSED);
        assertThat(handle.refusal())
                .hasValueSatisfying(refusal -> assertThat(refusal)
                        .hasMessageContaining("belongs to the worker with the id worker-2 in namespace default"));
        assertThat(handle.confirmation()).isNotDone();

        description("worker-2").complete("worker shop (id worker-2)");
        assertThat(handle.confirmation())
                .failsWithin(PATIENCE, TimeUnit.NANOSECONDS)
                .withThrowableThat()
                .withMessageContaining("belongs to worker shop (id worker-2) in namespace default");
        assertThat(handle.refusal())
                .hasValueSatisfying(refusal -> assertThat(refusal).hasMessageContaining("worker shop"));
    }

    @Test
    void aNameThatArrivesAfterTheFunctionWasAcceptedChangesNothing() {
        lifecycle.registrations().add(handle);
        lifecycle.on(new Event.Conflict(handle.what(), "default", "worker-2"));
        lifecycle.on(new Event.Confirmed(handle.what()));
        description("worker-2").complete("worker shop (id worker-2)");
        assertThat(handle.status()).isEqualTo(RegistrationStatus.ACTIVE);
        assertThat(handle.confirmation()).isCompleted();
    }

    @Test
    void aFunctionThatIsRefusedWhenTheWorkerClosesSaysWhy() {
        lifecycle.registrations().add(handle);
        lifecycle.on(new Event.Conflict(handle.what(), "default", "worker-2"));
        lifecycle.on(new Event.StateChanged(SessionState.READY, SessionState.CLOSED, null));
        assertThat(handle.confirmation())
                .failsWithin(PATIENCE, TimeUnit.NANOSECONDS)
                .withThrowableThat()
                .withMessageContaining("FUNCTION_NAMESPACE_CONFLICT");
    }

    @Test
    void eventsChangeTheStateOfTheWorkerAndItsRegistrations() throws Exception {
        lifecycle.registrations().add(handle);
        lifecycle.on(new Event.Identified("worker-1"));
        assertThat(lifecycle.workerId()).isEqualTo("worker-1");
        lifecycle.on(new Event.StateChanged(SessionState.REGISTERING, SessionState.READY, null));
        assertThat(lifecycle.status()).isEqualTo(WorkerStatus.READY);
        lifecycle.on(new Event.Standby(handle.what(), "worker-2"));
        assertThat(handle.status()).isEqualTo(RegistrationStatus.STANDBY);
        lifecycle.on(new Event.Confirmed(handle.what()));
        assertThat(handle.status()).isEqualTo(RegistrationStatus.ACTIVE);
        lifecycle.on(new Event.Settled());
        lifecycle.ready().get(PATIENCE, TimeUnit.NANOSECONDS);
        lifecycle.on(new Event.Fatal("AUTH_ERROR", "no token"));
        assertThat(lifecycle.failure()).isNotNull();
    }
}

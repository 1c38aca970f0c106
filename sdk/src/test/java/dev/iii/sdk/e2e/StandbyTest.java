package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.notNull;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.Registration;
import dev.iii.sdk.RegistrationStatus;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.FunctionNotFoundException;
import dev.iii.sdk.error.WorkerRefusedException;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.policy.RetryPolicy;
import dev.iii.sdk.trigger.SubscribeTrigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StandbyTest {

    private static final RetryPolicy PATIENT = new RetryPolicy(
            100, Duration.ofSeconds(1), Backoff.exponential(Duration.ofMillis(10), Duration.ofMillis(100)));

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String function = unique("fn");
    private final String topic = unique("topic");
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    private Registration serve(Worker worker) {
        Registration registration = worker.registerFunction(function, (json, call) -> {
            seen.add(worker.name());
            return worker.name();
        });
        worker.registerTrigger(SubscribeTrigger.topic(topic), function);
        return registration;
    }

    @Test
    void theOneThatStandsByIsReadyWithWhatItHolds() {
        Worker owner = engine.worker(Engine.options().standby(true).build());
        serve(owner);
        owner.awaitReady(PATIENCE);
        Worker second = engine.worker(Engine.options().standby(true).build()).awaitReady(PATIENCE);
        Registration held = serve(second);
        second.awaitReady(PATIENCE);
        assertThat(held.status()).isEqualTo(RegistrationStatus.STANDBY);
    }

    @Test
    void ofThreeOneAfterTheOtherTakesOverAndNoCallIsWithoutAnAnswer() throws Exception {
        List<Worker> workers = new ArrayList<>();
        List<Registration> registrations = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Worker worker =
                    engine.worker(Engine.options().standby(true).build()).awaitReady(PATIENCE);
            workers.add(worker);
            registrations.add(serve(worker));
        }
        Awaitility.await().until(() -> registrations.get(1).status() == RegistrationStatus.STANDBY);
        Awaitility.await().until(() -> registrations.get(2).status() == RegistrationStatus.STANDBY);
        Worker caller = engine.worker();
        Call call = Call.to(function, null).idempotent(PATIENT);
        Set<String> owners = new LinkedHashSet<>();
        while (owners.size() < 3) {
            String owner = notFoundAsNobody(caller, call);
            if (!owner.isEmpty() && owners.add(owner) && owners.size() < 3) {
                Worker leaves = workers.stream()
                        .filter(worker -> worker.name().equals(owner))
                        .findFirst()
                        .orElseThrow();
                CompletableFuture<Void> unused = CompletableFuture.runAsync(leaves::close);
            }
        }
        assertThat(owners).hasSize(3);
        Awaitility.await()
                .until(() -> registrations.stream()
                                .filter(registration -> registration.status() == RegistrationStatus.ACTIVE)
                                .count()
                        == 1);
    }

    /** While nobody has the function, a call is refused and was not run; every other call has its answer. */
    private static String notFoundAsNobody(Worker caller, Call call) {
        try {
            return notNull(caller.trigger(call, String.class));
        } catch (FunctionNotFoundException e) {
            assertThat(e.mayHaveRun()).isFalse();
            return "";
        }
    }

    @Test
    void aSecondWorkerOfTheSameNameIsRefusedAlsoOnStandby() {
        Worker owner = engine.worker();
        Worker second =
                engine.worker(Engine.options().name(owner.name()).standby(true).build());
        assertThatThrownBy(() -> second.awaitReady(PATIENCE))
                .isInstanceOf(WorkerRefusedException.class)
                .hasMessageContaining("every worker needs a unique name: stop that worker, or set another name with");
        assertThat(owner.status()).isEqualTo(WorkerStatus.READY);
    }

    @Test
    void theSecondTakesOverWhenTheFirstLeaves() throws Exception {
        Worker owner = engine.worker(Engine.options().standby(true).build());
        Registration first = serve(owner);
        Awaitility.await().until(() -> first.status() == RegistrationStatus.ACTIVE);
        Worker second = engine.worker(Engine.options().standby(true).build());
        Registration waiting = serve(second);
        Awaitility.await().until(() -> waiting.status() == RegistrationStatus.STANDBY);
        second.awaitReady(PATIENCE);
        assertThat(second.trigger(function, null, String.class)).isEqualTo(owner.name());
        seen.clear();
        // One subscription, not two: the one that stands by has not subscribed.
        owner.publish(topic, 1);
        assertThat(seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(owner.name());
        owner.close();
        assertThat(first.status()).isEqualTo(RegistrationStatus.ENDED);
        Awaitility.await().until(() -> waiting.status() == RegistrationStatus.ACTIVE);
        assertThat(second.trigger(function, null, String.class)).isEqualTo(second.name());
        assertThat(seen).containsExactly(second.name());
        seen.clear();
        Awaitility.await().untilAsserted(() -> {
            second.publish(topic, 2);
            assertThat(seen.poll(100, TimeUnit.MILLISECONDS)).isEqualTo(second.name());
        });
    }

    private Worker servesMany(int functions) {
        Worker worker = engine.worker(Engine.options().standby(true).build());
        for (int i = 0; i < functions; i++) {
            worker.registerFunction(function + "::" + i, (json, call) -> worker.name());
        }
        return worker.awaitReady(PATIENCE);
    }

    @Test
    void oneOfTwoTakesOverAllFunctions() {
        int functions = 50;
        Worker owner = servesMany(functions);
        List<Worker> standbys = List.of(servesMany(functions), servesMany(functions));
        Worker caller = engine.worker();
        owner.close();
        Set<String> owners = new LinkedHashSet<>();
        for (int i = 0; i < functions; i++) {
            Call call = Call.to(function + "::" + i, null);
            Awaitility.await().until(() -> notFoundAsNobody(caller, call), name -> !name.isEmpty());
            owners.add(notFoundAsNobody(caller, call));
        }
        assertThat(owners).hasSize(1);
        assertThat(standbys.stream().map(Worker::name)).containsAll(owners);
    }
}

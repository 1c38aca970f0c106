package dev.iii.sdk.internal.worker;

import dev.iii.protocol.RegisterTrigger;
import dev.iii.sdk.Worker;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.internal.call.Caller;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.internal.registration.RegistrationHandle;
import dev.iii.sdk.internal.registration.RegistrationSubject;
import dev.iii.sdk.internal.runtime.HandlerThreads;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.policy.Backoff;
import dev.iii.transport.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether triggers that the engine has accepted have an effect. The engine says nothing about a trigger whose type
 * no worker provides, whose function does not exist, or whose route belongs to another trigger. It also does not say that
 * the worker that provides a type has accepted a trigger; it only passes refusals on.
 *
 * <p>Therefore, the engine is asked once for all triggers that it accepts at the same time. If the type belongs to a worker,
 * the trigger counts as accepted when that worker has not refused it for {@link #PROVIDER_WAIT}. A trigger without an effect
 * is checked again from time to time, and so is one whose type or function belongs to another worker: the engine does not
 * report that this worker has left. An idle worker makes at most a few small calls in 30 s for this, and none if it has no
 * such trigger. Thread-safe.
 */
final class TriggerChecks implements RegistrationSubject.Confirmation {

    /** The time in which a worker that provides a type is expected to refuse a trigger. */
    static final Duration PROVIDER_WAIT = Duration.ofMillis(500);

    private static final Logger log = LoggerFactory.getLogger(Worker.class);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);
    private static final Backoff RECHECKS = Backoff.exponential(Duration.ofMillis(500), Duration.ofSeconds(30));
    /** The maximum number of ids in one call of {@code engine::functions::info}. */
    private static final int MAX_IDS = 32;

    /** A trigger that is being checked. The check counts only while the handle has this number. */
    private record Check(RegistrationHandle handle, RegistrationSubject.Trigger trigger, long number) {

        RegisterTrigger frame() {
            return trigger.frame();
        }
    }

    private final String worker;
    private final @Nullable String namespace;
    private final Lifecycle lifecycle;
    private final Caller caller;
    private final EventLoop loop;
    private final HandlerThreads callbacks;

    private final Queue<Check> accepted = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Queue<Check> inactive = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean recheckScheduled = new AtomicBoolean();
    private final AtomicInteger rechecks = new AtomicInteger();
    /** Active triggers whose type or function belongs to another worker, which may leave. */
    private final Queue<Check> foreign = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean reviewScheduled = new AtomicBoolean();
    private final AtomicInteger reviews = new AtomicInteger();

    TriggerChecks(
            String worker,
            @Nullable String namespace,
            Lifecycle lifecycle,
            Caller caller,
            EventLoop loop,
            HandlerThreads callbacks) {
        this.worker = worker;
        this.namespace = namespace;
        this.lifecycle = lifecycle;
        this.caller = caller;
        this.loop = loop;
        this.callbacks = callbacks;
    }

    /** The engine has accepted the trigger. */
    @Override
    public void confirmed(RegistrationHandle handle, RegistrationSubject.Trigger trigger) {
        rechecks.set(0);
        reviews.set(0);
        accepted.add(new Check(handle, trigger, handle.beginCheck()));
        schedule();
    }

    /** One task checks all triggers that are accepted by then. */
    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            callbacks.execute(() -> {
                scheduled.set(false);
                List<Check> checks = all(accepted);
                try {
                    check(checks);
                } catch (Throwable e) {
                    // Confirmations must not wait if the engine was not asked.
                    checks.forEach(check -> report(check, true, null));
                    throw e;
                }
            });
        }
    }

    private static List<Check> all(Queue<Check> queue) {
        List<Check> checks = new ArrayList<>();
        Check next;
        while ((next = queue.poll()) != null) {
            if (next.handle.isCurrent(next.number)) {
                checks.add(next);
            }
        }
        return checks;
    }

    // ---------------------------------------------------------------- the questions

    private void check(List<Check> checks) {
        if (checks.isEmpty()) {
            return;
        }
        CompletableFuture<Optional<Json>> types =
                ask("engine::triggers::list", new JsonObject().put("include_internal", true));
        CompletableFuture<Optional<Json>> routes = checks.stream().anyMatch(check -> Route.of(check.frame()) != null)
                ? ask("engine::registered-triggers::list", new JsonObject().put("trigger_type", Route.TYPE))
                : CompletableFuture.completedFuture(Optional.empty());
        Map<String, Set<String>> foreignFunctions = new LinkedHashMap<>();
        for (Check check : checks) {
            if (hasForeignFunction(check)) {
                String in = orDefault(check.frame().namespace());
                foreignFunctions
                        .computeIfAbsent(in, key -> new LinkedHashSet<>())
                        .add(check.frame().functionId());
            }
        }
        List<CompletableFuture<Optional<Json>>> functions = new ArrayList<>();
        foreignFunctions.forEach((in, ids) -> functions.addAll(askForFunctions(in, List.copyOf(ids))));
        List<CompletableFuture<?>> answers = new ArrayList<>(functions);
        answers.add(types);
        answers.add(routes);
        var unused = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenRun(() -> answered(checks, facts(types.join(), functions, routes.join())));
    }

    private boolean hasForeignFunction(Check check) {
        return !orDefault(check.frame().namespace()).equals(orDefault(namespace))
                || !lifecycle.registrations().hasFunction(check.frame().functionId());
    }

    /** Ignores an answer that cannot be understood. It must not keep triggers from being confirmed. */
    private TriggerFacts facts(
            Optional<Json> types, List<CompletableFuture<Optional<Json>>> functions, Optional<Json> routes) {
        try {
            List<Json> known =
                    functions.stream().flatMap(answer -> answer.join().stream()).toList();
            return new TriggerFacts(types.isPresent() && known.size() == functions.size(), types, known, routes);
        } catch (RuntimeException e) {
            log.warn("Worker {}: triggers are not checked, because the engine's answer is invalid", worker, e);
            return new TriggerFacts(false, Optional.empty(), List.of(), Optional.empty());
        }
    }

    private List<CompletableFuture<Optional<Json>>> askForFunctions(String in, List<String> ids) {
        List<CompletableFuture<Optional<Json>>> answers = new ArrayList<>();
        for (int i = 0; i < ids.size(); i += MAX_IDS) {
            JsonObject question = new JsonObject()
                    .put("function_ids", ids.subList(i, Math.min(ids.size(), i + MAX_IDS)))
                    .put("namespace", in);
            answers.add(ask("engine::functions::info", question)
                    .thenApply(answer -> answer.map(json -> TriggerFacts.in(in, json))));
        }
        return answers;
    }

    /** The result is empty if the engine does not answer, or does not permit the question. */
    private CompletableFuture<Optional<Json>> ask(String functionId, JsonObject question) {
        try {
            return caller.jsonAsync(Call.to(functionId, question.toJson()).timeout(ANSWER_TIMEOUT))
                    .handle((answer, failure) -> failure == null ? Optional.of(answer) : Optional.empty());
        } catch (RuntimeException e) {
            log.debug("Worker {}: triggers are not checked with {}", worker, functionId, e);
            return CompletableFuture.completedFuture(Optional.empty());
        }
    }

    static String orDefault(@Nullable String namespace) {
        return namespace == null ? "default" : namespace;
    }

    // ---------------------------------------------------------------- the answers

    private void answered(List<Check> checks, TriggerFacts facts) {
        for (Check check : checks) {
            String missing = facts.missing(check.frame(), orDefault(namespace));
            if (missing == null && !facts.isComplete()) {
                // Without an answer, what was missing before is still missing.
                missing = check.handle.problem().orElse(null);
            }
            if (missing != null) {
                noEffect(check, missing);
            } else if (ReservedNames.isTriggerTypeOfEngine(check.frame().triggerType())) {
                accept(check, facts);
            } else {
                // The worker is ready without the answer of another worker.
                lifecycle.settle(check.handle);
                loop.schedule(PROVIDER_WAIT, () -> callbacks.execute(() -> accept(check, facts)));
            }
        }
    }

    private void accept(Check check, TriggerFacts facts) {
        Route route = Route.of(check.frame());
        if (route == null) {
            active(check, null);
            return;
        }
        RegistrationHandle newer = null;
        for (RegistrationHandle other : lifecycle.registrations().triggers()) {
            if (other.subject() instanceof RegistrationSubject.Trigger trigger
                    && other != check.handle
                    && route.equals(Route.of(trigger.frame()))) {
                if (trigger.order() > check.trigger.order()) {
                    newer = other;
                } else {
                    long number = other.beginCheck();
                    report(new Check(other, trigger, number), false, takenBy(route, check.handle));
                }
            }
        }
        if (newer != null) {
            report(check, false, takenBy(route, newer));
        } else {
            active(check, facts.sameRoute(check.frame(), route));
        }
    }

    private void active(Check check, @Nullable String problem) {
        long next = report(check, true, problem);
        if (next >= 0
                && (!ReservedNames.isTriggerTypeOfEngine(check.frame().triggerType()) || hasForeignFunction(check))) {
            foreign.add(new Check(check.handle, check.trigger, next));
            repeat(foreign, reviewScheduled, reviews);
        }
    }

    private static String takenBy(Route route, RegistrationHandle newer) {
        return "the route " + route + " was registered again by the " + newer
                + ", and the engine calls only the trigger that was registered last";
    }

    /** The trigger has no effect now, but may have one later. */
    private void noEffect(Check check, String problem) {
        long next = report(check, false, problem);
        if (next < 0) {
            return;
        }
        inactive.add(new Check(check.handle, check.trigger, next));
        repeat(inactive, recheckScheduled, rechecks);
    }

    /** Checks the triggers in the queue again, later each time. */
    private void repeat(Queue<Check> queue, AtomicBoolean scheduledAlready, AtomicInteger times) {
        if (scheduledAlready.compareAndSet(false, true)) {
            Duration delay = RECHECKS.delay(times.incrementAndGet(), ThreadLocalRandom.current());
            loop.schedule(delay, () -> {
                scheduledAlready.set(false);
                accepted.addAll(all(queue));
                schedule();
            });
        }
    }

    /** Returns the number of the next check; a negative number if this check is outdated. */
    private long report(Check check, boolean active, @Nullable String problem) {
        Optional<String> before = check.handle.problem();
        long next = lifecycle.checked(check.handle, check.number, active, problem);
        if (next >= 0 && problem != null && !before.equals(Optional.of(problem))) {
            RegisterTrigger frame = check.frame();
            log.warn(
                    "Worker {}: the {} trigger of {} is registered, but {}{} (trigger {})",
                    worker,
                    frame.triggerType(),
                    frame.functionId(),
                    problem,
                    active ? "" : "; it has no effect",
                    frame.id());
        } else if (next >= 0 && problem == null && before.isPresent()) {
            log.info("Worker {}: {} has an effect now", worker, check.handle);
        }
        return next;
    }
}

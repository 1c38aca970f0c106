package dev.iii.stub.core.routing;

import dev.iii.protocol.Action;
import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.Access;
import dev.iii.stub.core.api.AsyncFunction;
import dev.iii.stub.core.api.CallCounts;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.CallerId;
import dev.iii.stub.core.call.InvocationFailed;
import dev.iii.stub.core.call.Namespaces;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.call.Overload;
import dev.iii.stub.core.call.TraceContext;
import dev.iii.stub.core.call.Tracing;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.core.environment.ForeignChanges;
import dev.iii.stub.core.environment.Ids;
import dev.iii.stub.core.environment.StubClock;
import dev.iii.stub.core.registry.Function;
import dev.iii.stub.core.registry.Functions;
import dev.iii.stub.core.worker.PendingMemory;
import dev.iii.stub.core.worker.Worker;
import dev.iii.stub.json.BadInputException;
import dev.iii.transport.LogLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Routes every call and every result (engine behaviour, section 5). Thread-safe.
 *
 * <p>The thread that has read a call also puts it into the outbox of the owner of the function, without a lock. The
 * call is added to the table of calls in flight before it is sent, so that the table contains it when its result
 * arrives. The thread that removes it from the table completes it, so it is completed once.
 */
public final class Calls {

    private static final Logger log = BoundedLogger.of(Calls.class);
    private static final int REFUSAL_LINES = 10;
    private static final Duration REFUSAL_PERIOD = Duration.ofMinutes(1);
    private static final Outcome STOPPED = Outcome.failure("invocation_stopped", "Invocation stopped");
    private static final Outcome REPLACED = Outcome.failure("invocation_error", "channel closed");

    /** The memory of a call apart from its strings. */
    private static final int CALL_BYTES = 200;

    /** The memory of calls that count for no worker, as a part of the maximum for all workers. */
    private static final int OTHERS_PART = 8;

    /**
     * A call that a connected worker is answering.
     *
     * @param account counts the memory of the call
     * @param bytes the memory of the call, about
     */
    private record InFlight(UUID id, Worker owner, Reply reply, PendingMemory.Account account, int bytes) {

        void ended() {
            owner.callEnded();
            account.remove(bytes);
        }
    }

    private final Ids ids;
    private final Functions functions;
    private final Supplier<Tracing> tracing;
    private final Enqueueing enqueueing;
    private final DeferredActions deferredActions;
    private final LogLimiter unheardFailures;
    private final LogLimiter foreign;
    private final PendingMemory.Account unheard;
    private final PendingMemory.Account ofEngine;
    private final LogLimiter refusals;
    private final Map<UUID, InFlight> inFlight = new ConcurrentHashMap<>();
    private final CallCounter counter = new CallCounter();

    /**
     * Creates the routing of calls to these functions.
     *
     * @param tracing returns the current source of spans
     * @param maxPendingBytes the maximum memory of calls without a result of all workers together
     * @param unheardFailures limits the log lines about failures that no caller waits for
     */
    public Calls(
            StubClock clock,
            Ids ids,
            Functions functions,
            Supplier<Tracing> tracing,
            long maxPendingBytes,
            LogLimiter unheardFailures) {
        this.ids = ids;
        this.functions = functions;
        this.tracing = tracing;
        this.enqueueing = new Enqueueing(ids, tracing, this::invoke);
        this.deferredActions = new DeferredActions(clock);
        this.unheardFailures = unheardFailures;
        this.foreign = ForeignChanges.logLimiter(clock);
        this.unheard = PendingMemory.ofEngine(maxPendingBytes / OTHERS_PART);
        this.ofEngine = PendingMemory.ofEngine(maxPendingBytes / OTHERS_PART);
        this.refusals = new LogLimiter(clock::nanoTime, REFUSAL_LINES, REFUSAL_PERIOD);
    }

    /** Handles a call of a connected worker. */
    public void fromWorker(Worker caller, InvokeFunction call) {
        String namespace = Namespaces.orDefault(call.namespace());
        if (namespace.isBlank()) {
            refuseBlankNamespace(caller, call);
            return;
        }
        Function target = functions.find(namespace, call.functionId());
        if (caller.access() != Access.OPEN && !permitted(caller, call, namespace, target)) {
            return;
        }
        Reply reply = replyTo(caller, call);
        if (call.action() instanceof Action.EnqueueAction enqueue) {
            enqueueing.enqueue(call, namespace, enqueue.queue(), reply);
        } else if (target == null) {
            reply.complete(notFound(call.functionId(), namespace));
        } else if (target.handler() instanceof Function.Handler.Remote remote) {
            sentToWorker(target);
            overConnection(remote, call, caller, reply);
        } else {
            TraceContext trace = TraceContext.of(call.traceparent(), call.baggage());
            inEngine(
                    target, new Call(call.functionId(), namespace, call.data(), call.metadata(), trace), caller, reply);
        }
    }

    /** Makes a call from within the engine. */
    public void invoke(Call call, Consumer<Outcome> result) {
        invoke(call, null, CALL_BYTES, result);
    }

    /** Makes a call like {@link #invoke}. Its payload is in use until the result arrives. */
    void invokeHolding(Call call, Consumer<Outcome> result) {
        invoke(call, null, CALL_BYTES + call.payload().length(), result);
    }

    /**
     * Makes a call from within the engine.
     *
     * @param behalf the worker whose call causes this one; {@code null} if it counts for the worker that answers it
     * @param bytes the memory of the call, about
     */
    private void invoke(Call call, @Nullable Worker behalf, int bytes, Consumer<Outcome> result) {
        Reply reply = new Reply.ToEngine(result);
        Function target = functions.find(call.namespace(), call.functionId());
        if (target == null) {
            reply.complete(Outcome.failure(
                    "function_not_found",
                    "Function " + call.functionId() + " not found in namespace " + call.namespace()));
        } else if (target.handler() instanceof Function.Handler.Remote remote) {
            sentToWorker(target);
            UUID id = ids.next();
            TraceContext trace = call.trace();
            send(
                    new InFlight(
                            id,
                            remote.owner(),
                            reply,
                            behalf == null ? remote.owner().served() : behalf.made(),
                            bytes),
                    new InvokeFunction(
                            id,
                            remote.ownId(),
                            call.payload(),
                            null,
                            call.metadata(),
                            null,
                            trace.traceparent(),
                            trace.baggage().text()));
        } else {
            inEngine(target, call, null, reply);
        }
    }

    /**
     * Handles a result. As on the real engine, its id alone identifies the call, regardless of the worker that sent it.
     * A warning is logged if that worker does not own the function.
     */
    public void answered(Worker sender, InvocationResult result) {
        InFlight call = inFlight.remove(result.invocationId());
        if (call == null) {
            log.debug("A result is dropped: no call {} is in flight", result.invocationId());
            return;
        }
        if (call.owner() != sender) {
            foreign.log(note -> log.warn(
                    "Worker {} has answered a call that worker {} was answering; as on the real engine, the result"
                            + " counts{}",
                    sender,
                    call.owner(),
                    note));
        }
        call.ended();
        ErrorBody error = result.error();
        RawJson value = result.result();
        call.reply()
                .complete(
                        error != null
                                ? new Outcome.Failure(error)
                                : value == null || value.isNull() ? Outcome.NONE : new Outcome.Value(value));
    }

    /** Completes the calls that a worker was answering, and removes those for which it waited. */
    public void stop(Worker gone) {
        if (gone.activeInvocations() == 0) {
            return;
        }
        List<InFlight> concerned = new ArrayList<>();
        for (InFlight call : inFlight.values()) {
            if (call.owner() == gone || call.reply().caller() == gone) {
                concerned.add(call);
            }
        }
        for (InFlight call : concerned) {
            if (inFlight.remove(call.id(), call)) {
                call.ended();
                if (call.reply().caller() != gone) {
                    call.reply().complete(STOPPED);
                }
            }
        }
    }

    /** Returns the numbers of calls so far. */
    public CallCounts counts() {
        return counter.counts();
    }

    private void sentToWorker(Function target) {
        target.called();
        counter.sentToWorker();
    }

    /** Returns how many calls connected workers are answering. */
    public int inFlight() {
        return inFlight.size();
    }

    private void forget(InFlight call) {
        if (inFlight.remove(call.id(), call)) {
            call.ended();
        }
    }

    private Reply replyTo(Worker caller, InvokeFunction call) {
        UUID id = call.invocationId();
        if (id == null || call.action() instanceof Action.VoidAction) {
            return new Reply.ToLog(caller, call.functionId(), unheardFailures);
        }
        caller.callStarted();
        return new Reply.ToWorker(caller, id, call.functionId(), call.traceparent(), call.baggage());
    }

    private void overConnection(Function.Handler.Remote remote, InvokeFunction call, Worker caller, Reply reply) {
        UUID asked = reply instanceof Reply.ToWorker ? call.invocationId() : null;
        UUID id = asked == null ? ids.next() : asked;
        String traceparent = null;
        String baggage = null;
        if (call.baggage() != null || call.traceparent() != null) {
            TraceContext trace =
                    TraceContext.of(call.traceparent(), call.baggage()).toSend();
            traceparent = trace.traceparent();
            baggage = trace.baggage().withFunction(call.functionId()).text();
        }
        send(
                new InFlight(id, remote.owner(), reply, asked == null ? unheard : caller.made(), bytes(call)),
                new InvokeFunction(
                        id,
                        remote.ownId(),
                        CallerId.into(call.data(), caller.idBytes()),
                        null,
                        call.metadata(),
                        null,
                        traceparent,
                        baggage));
    }

    private static int bytes(InvokeFunction call) {
        return CALL_BYTES + call.functionId().length() + length(call.traceparent()) + length(call.baggage());
    }

    private static int length(@Nullable String string) {
        return string == null ? 0 : string.length();
    }

    /** Returns the outcome of a call that is not passed on because too many calls have no result yet. */
    private Outcome tooMany(String functionId, @Nullable Worker caller, @Nullable Worker owner) {
        refusals.log(note -> log.warn(
                "A call of {} by {} to {} is refused: too many calls have no result yet{}",
                functionId,
                caller == null ? "the engine" : "worker " + caller,
                owner == null ? "the engine" : "worker " + owner,
                note));
        return new Outcome.Failure(Overload.notRun("The function " + functionId + " was not called: "
                + (caller == null ? "calls of the engine" : "calls of this worker")
                + " without a result, and channels, use too much memory of the engine"));
    }

    private void send(InFlight call, InvokeFunction frame) {
        Worker owner = call.owner();
        String tooLarge = owner.tooLarge(frame);
        if (tooLarge != null) {
            call.reply()
                    .complete(Outcome.failure(
                            "payload_too_large", "The call was not sent to the owner of its function: " + tooLarge));
            return;
        }
        if (!call.account().tryAdd(call.bytes())) {
            if (call.reply() instanceof Reply.ToLog) {
                // Only the log line about a failure needs the call, and there are too many of them.
                owner.send(frame);
            } else {
                call.reply().complete(tooMany(frame.functionId(), call.reply().caller(), owner));
            }
            return;
        }
        owner.callStarted();
        InFlight earlier = inFlight.put(call.id(), call);
        if (earlier != null) {
            Worker first = earlier.reply().caller();
            if (first != call.reply().caller()) {
                foreign.log(note -> log.warn(
                        "A call of worker {} ends, because worker {} has made a call with the same id; as on the real"
                                + " engine, the later call counts{}",
                        first,
                        call.reply().caller(),
                        note));
            }
            earlier.ended();
            earlier.reply().complete(REPLACED);
        }
        owner.send(frame);
        // If the owner left before the call was added to the table, the end of its connection did not end this call.
        if (owner.isGone() && inFlight.remove(call.id(), call)) {
            call.ended();
            call.reply().complete(STOPPED);
        }
        Worker caller = call.reply().caller();
        if (caller != null && caller.isGone()) {
            forget(call);
        }
    }

    // ---------------------------------------------------------------- built-in functions

    private void inEngine(Function target, Call call, @Nullable Worker caller, Reply reply) {
        Tracing.Span span = null;
        Call traced = call;
        if (target.spec().traced() && call.trace().traceparent() != null) {
            span = tracing.get()
                    .begin(
                            "call " + target.id(),
                            call.trace(),
                            Map.of(
                                    "faas.invoked_name",
                                    target.id(),
                                    "faas.trigger",
                                    "other",
                                    "function_id",
                                    target.id(),
                                    "iii.function.kind",
                                    "internal"));
            traced = call.withTrace(span.context());
        }
        target.called();
        BuiltInInvocation invocation = new BuiltInInvocation(traced, caller);
        Tracing.Span begun = span;
        if (target.handler() instanceof Function.Handler.Direct direct) {
            Outcome outcome;
            try {
                outcome = direct.function().answer(invocation);
            } catch (RuntimeException | Error e) {
                outcome = failure(target, e);
            }
            finish(invocation, outcome, begun, reply);
        } else if (target.handler() instanceof Function.Handler.Deferred deferred) {
            PendingMemory.Account account = account(caller, target);
            int bytes = CALL_BYTES + call.payload().length();
            if (account.tryAdd(bytes)) {
                answerLater(target, deferred.function(), invocation, outcome -> {
                    account.remove(bytes);
                    finish(invocation, outcome, begun, reply);
                });
            } else {
                finish(invocation, tooMany(target.id(), caller, target.owner()), begun, reply);
            }
        }
    }

    /** Returns what counts a call of a function that the engine answers later. */
    private PendingMemory.Account account(@Nullable Worker caller, Function target) {
        if (caller != null) {
            return caller.made();
        }
        Worker owner = target.owner();
        return owner == null ? ofEngine : owner.served();
    }

    private void answerLater(
            Function target, AsyncFunction function, BuiltInInvocation invocation, Consumer<Outcome> done) {
        try {
            function.answer(invocation)
                    .whenComplete((outcome, e) -> done.accept(e == null ? outcome : failure(target, e)));
        } catch (RuntimeException | Error e) {
            done.accept(failure(target, e));
        }
    }

    private void finish(BuiltInInvocation invocation, Outcome outcome, Tracing.@Nullable Span span, Reply reply) {
        try {
            counter.answered(outcome);
            if (span != null) {
                span.end(outcome instanceof Outcome.Failure failure ? failure.error() : null);
            }
        } finally {
            try {
                reply.complete(outcome);
            } finally {
                deferredActions.run(invocation.tasksAfterAnswer());
            }
        }
    }

    private static Outcome failure(Function target, Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof InvocationFailed failed) {
            return new Outcome.Failure(failed.error());
        }
        if (cause instanceof BadInputException bad) {
            return Outcome.failure(
                    "deserialization_error",
                    "Failed to deserialize input for " + target.id() + ": " + bad.getMessage());
        }
        log.error("The built-in function {} failed", target.id(), cause);
        return Outcome.failure("internal_error", "The engine failed at " + target.id() + "; its log says why.");
    }

    // ---------------------------------------------------------------- refusals

    private void refuseBlankNamespace(Worker caller, InvokeFunction call) {
        UUID id = call.invocationId();
        if (id == null) {
            log.warn("A call of {} by worker {} is dropped: its namespace is empty", call.functionId(), caller);
            return;
        }
        caller.send(new InvocationResult(id, call.functionId(), null, Namespaces.blank("namespace"), null, null));
    }

    private boolean permitted(Worker caller, InvokeFunction call, String namespace, @Nullable Function target) {
        Access.Verdict verdict = caller.access().onCall(call, namespace, target);
        if (verdict instanceof Access.Verdict.Allowed) {
            return true;
        }
        UUID asked = call.invocationId();
        UUID id = asked == null ? ids.next() : asked;
        caller.callStarted();
        Reply reply = new Reply.ToWorker(caller, id, call.functionId(), call.traceparent(), call.baggage());
        if (verdict instanceof Access.Verdict.Refused refused) {
            reply.complete(new Outcome.Failure(refused.error()));
        } else if (verdict instanceof Access.Verdict.Redirected redirected) {
            Call instead = redirected.instead();
            invoke(instead, caller, CALL_BYTES + instead.payload().length(), reply::complete);
        }
        return false;
    }

    private Outcome notFound(String functionId, String namespace) {
        List<String> elsewhere = functions.namespacesOf(functionId);
        String hint =
                elsewhere.isEmpty() ? "" : " It is registered in namespace(s): " + String.join(", ", elsewhere) + ".";
        return Outcome.failure(
                "function_not_found", "Function " + functionId + " not found in namespace " + namespace + "." + hint);
    }
}

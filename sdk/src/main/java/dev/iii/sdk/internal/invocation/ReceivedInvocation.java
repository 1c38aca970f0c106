package dev.iii.sdk.internal.invocation;

import dev.iii.protocol.InvokeFunction;
import dev.iii.sdk.Invocation;
import dev.iii.sdk.Worker;
import dev.iii.sdk.internal.json.JsonValue;
import dev.iii.sdk.json.Json;
import java.util.Optional;
import java.util.UUID;

/** An invocation that takes its ids, its payload and its metadata from its frame. */
interface ReceivedInvocation extends Invocation {

    /** The id of an invocation whose caller waits for no result. */
    UUID NO_ID = new UUID(0, 0);

    /** Returns the frame with which the engine has invoked the function. */
    InvokeFunction frame();

    /** Returns the invoker of the worker that runs the function. */
    Invoker invoker();

    @Override
    default UUID id() {
        UUID id = frame().invocationId();
        return id == null ? NO_ID : id;
    }

    @Override
    default String functionId() {
        return frame().functionId();
    }

    @Override
    default Json payload() {
        return JsonValue.of(frame().data(), invoker().codec());
    }

    @Override
    default Optional<Json> metadata() {
        return Optional.ofNullable(frame().metadata())
                .map(raw -> JsonValue.of(raw, invoker().codec()));
    }

    @Override
    default Optional<String> callerWorkerId() {
        return Optional.ofNullable(CallerId.of(frame().data()));
    }

    @Override
    default Optional<String> traceparent() {
        return Optional.ofNullable(frame().traceparent());
    }

    @Override
    default Optional<String> baggage() {
        return Optional.ofNullable(frame().baggage());
    }

    @Override
    default Worker worker() {
        return invoker().worker();
    }
}

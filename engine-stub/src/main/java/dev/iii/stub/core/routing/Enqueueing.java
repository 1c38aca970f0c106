package dev.iii.stub.core.routing;

import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.call.Baggage;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.Namespaces;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.call.TraceContext;
import dev.iii.stub.core.call.Tracing;
import dev.iii.stub.core.environment.Ids;
import dev.iii.stub.json.ObjectWriter;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Calls that go into a queue. The engine stores nothing: it calls the function of the queue provider and answers with a
 * receipt (engine behaviour, section 12).
 */
final class Enqueueing {

    private static final String PROVIDER = "engine::queue::enqueue";

    private final Ids ids;
    private final Supplier<Tracing> tracing;
    private final BiConsumer<Call, Consumer<Outcome>> calls;

    /**
     * Creates an instance.
     *
     * @param calls calls a function from within the engine
     */
    Enqueueing(Ids ids, Supplier<Tracing> tracing, BiConsumer<Call, Consumer<Outcome>> calls) {
        this.ids = ids;
        this.tracing = tracing;
        this.calls = calls;
    }

    void enqueue(InvokeFunction call, String namespace, String queue, Reply reply) {
        UUID receipt = ids.next();
        Tracing.Span span = begin(call, queue);
        calls.accept(Call.of(PROVIDER, job(call, namespace, queue, receipt)).withTrace(span.context()), outcome -> {
            Outcome answer = answer(outcome, receipt);
            span.end(answer instanceof Outcome.Failure failure ? failure.error() : null);
            reply.complete(answer);
        });
    }

    /** Begins the span of a call that belongs to a trace. The job itself stays in the trace of the caller. */
    private Tracing.Span begin(InvokeFunction call, String queue) {
        if (call.traceparent() == null) {
            return Tracing.NONE.begin("", TraceContext.NONE, Map.of());
        }
        return tracing.get()
                .begin(
                        "enqueue " + call.functionId() + " → " + queue,
                        new TraceContext(call.traceparent(), baggage(call)),
                        Map.of("function_id", call.functionId(), "queue", queue));
    }

    private static RawJson job(InvokeFunction call, String namespace, String queue, UUID receipt) {
        return new ObjectWriter()
                .put("queue", queue)
                .put("function_id", call.functionId())
                .put("data", call.data())
                .put("messageReceiptId", receipt)
                .put("traceparent", call.traceparent())
                .put("baggage", baggage(call).text())
                .putIfThere("namespace", namespace.equals(Namespaces.DEFAULT) ? null : namespace)
                .end();
    }

    private static Baggage baggage(InvokeFunction call) {
        return Baggage.parse(call.baggage()).withFunction(call.functionId());
    }

    private static Outcome answer(Outcome outcome, UUID receipt) {
        if (!(outcome instanceof Outcome.Failure failure)) {
            return Outcome.value(
                    new ObjectWriter().put("messageReceiptId", receipt).end());
        }
        String message = failure.error().code().equals("function_not_found")
                ? "No queue provider is installed. Enqueued calls go to the function `" + PROVIDER
                        + "`, which the worker `queue` registers: add it to the configuration."
                : failure.error().code() + ": " + failure.error().message();
        return Outcome.failure("enqueue_error", message);
    }
}

package dev.iii.sdk.rbac;

import dev.iii.sdk.Invocation;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.ReadBy;
import java.util.Optional;

/**
 * An allowed call of a worker on a port with access control: the payload of the middleware function, whose answer is
 * the answer of the call (engine behaviour, section 19). The middleware must be there in every namespace that is
 * called. Immutable.
 *
 * <pre>{@code
 * worker.registerFunction("auth::middleware", MiddlewareRequest.class, (request, call) -> {
 *     audit.called(request.functionId(), request.context());
 *     return request.proceed(call);
 * });
 * }</pre>
 *
 * @param functionId the function that is called
 * @param payload what it is to get
 * @param action {@code {"type":"void"}} or {@code {"type":"enqueue","queue":…}}; empty for a call that waits for an answer
 * @param context what the auth function said of the connection
 * @param namespace where the function lives
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(RequestReaders.MiddlewareReader.class)
public record MiddlewareRequest(
        String functionId, Json payload, Optional<Json> action, Optional<Json> context, String namespace) {

    /**
     * Makes the call, with its metadata, and waits for its answer; for an enqueued call that is the receipt, for a call
     * without reply nothing.
     *
     * @param invocation the call of the middleware itself
     */
    public Json proceed(Invocation invocation) {
        Call call = Call.to(functionId, payload).namespace(namespace);
        Json metadata = Arguments.notNull(invocation, "invocation").metadata().orElse(Json.NULL);
        if (!metadata.isNull()) {
            call = call.metadata(metadata);
        }
        String type = text("type");
        switch (type) {
            case "enqueue" -> {
                String receipt =
                        invocation.worker().trigger(call.enqueue(text("queue"))).messageReceiptId();
                return Json.object(java.util.Map.of("messageReceiptId", Json.of(receipt)));
            }
            case "void" -> {
                invocation.worker().trigger(call.withoutReply());
                return Json.NULL;
            }
            default -> {
                return invocation.worker().trigger(call);
            }
        }
    }

    private String text(String field) {
        String text = action.orElse(Json.NULL).field(field).as(String.class);
        return text == null ? "" : text;
    }

    /** Leaves the payload and the context out. */
    @Override
    public String toString() {
        return "MiddlewareRequest[" + functionId + " in " + namespace + "]";
    }
}

package dev.iii.sdk.rbac;

import dev.iii.sdk.Invocation;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonConvertible;
import dev.iii.sdk.json.ReadBy;
import java.util.Optional;

/**
 * A permitted call over a port with access control: the payload of the middleware function, whose result becomes the result
 * of the call (engine behaviour, section 19). The middleware must be registered in every namespace whose functions are
 * called. Immutable.
 *
 * <pre>{@code
 * worker.registerFunction("auth::middleware", MiddlewareRequest.class, (request, call) -> {
 *     audit.called(request.functionId(), request.context());
 *     return request.proceed(call);
 * });
 * }</pre>
 *
 * @param functionId the id of the called function
 * @param payload the payload for this function
 * @param action {@code {"type":"void"}} or {@code {"type":"enqueue","queue":…}}; empty for a call that waits for a result
 * @param context the context from the result of the auth function; empty if it returned none
 * @param namespace the namespace of the called function
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(RequestReaders.MiddlewareReader.class)
public record MiddlewareRequest(
        String functionId, Json payload, Optional<Json> action, Optional<Json> context, String namespace)
        implements JsonConvertible {

    /**
     * Makes the call with its metadata and waits for its result.
     *
     * @param invocation the invocation of the middleware function
     * @return the result; an object with the receipt for an enqueued call; JSON null for a call without reply
     * @throws dev.iii.sdk.error.CallException if there is no result
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

    /**
     * Returns the function id and the namespace; the payload and the context are omitted, because they may contain secrets.
     */
    @Override
    public String toString() {
        return "MiddlewareRequest[" + functionId + " in " + namespace + "]";
    }

    @Override
    public Json toJson() {
        return RequestWriters.middleware(this);
    }
}

package dev.iii.sdk.internal.call;

import dev.iii.sdk.call.Call;
import dev.iii.sdk.call.EnqueueCall;
import dev.iii.sdk.call.EnqueueReceipt;
import dev.iii.sdk.call.VoidCall;
import dev.iii.sdk.json.Json;
import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Makes the calls of the application. Thread-safe. */
public interface Calls {

    /** Calls and waits for the result. */
    Json json(Call call);

    /** Calls and waits for the result, which is read as a Java type. */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    <T> @Nullable T read(Call call, Type type);

    /** Enqueues a call and waits for the receipt. */
    EnqueueReceipt enqueue(EnqueueCall call);

    /** Sends a call without a reply. */
    void send(VoidCall call);

    /** Calls; the future completes with the result. */
    CompletableFuture<Json> jsonAsync(Call call);

    /** Calls; the future completes with the result, read as a Java type. */
    <T> CompletableFuture<T> readAsync(Call call, Type type);

    /** Calls; the future completes with {@code null} when there is a result. */
    CompletableFuture<Void> doneAsync(Call call);

    /** Enqueues a call; the future completes with the receipt. */
    CompletableFuture<EnqueueReceipt> enqueueAsync(EnqueueCall call);

    /** Sends a call without a reply; the future completes when it is in an outbox. */
    CompletableFuture<Void> sendAsync(VoidCall call);
}

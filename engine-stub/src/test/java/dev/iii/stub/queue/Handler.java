package dev.iii.stub.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.Frame;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.TestEngine;
import dev.iii.stub.core.TestPeer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connected worker that receives calls. The test decides the result of each, the oldest first. */
final class Handler {

    private final TestPeer peer;
    private final Deque<InvokeFunction> open = new ArrayDeque<>();

    Handler(TestEngine test, String name, @Nullable String namespace) {
        this.peer = test.worker(name, namespace);
    }

    Handler function(String id) {
        peer.says("{\"type\":\"registerfunction\",\"id\":\"" + id + "\"}");
        return this;
    }

    Handler subscribe(String triggerId, String functionId, String config) {
        return subscribe(triggerId, functionId, config, "default");
    }

    Handler subscribe(String triggerId, String functionId, String config, String namespace) {
        peer.says("{\"type\":\"registertrigger\",\"id\":\"" + triggerId
                + "\",\"trigger_type\":\"durable:subscriber\",\"function_id\":\"" + functionId + "\",\"namespace\":\""
                + namespace + "\",\"config\":" + config + ",\"metadata\":{\"m\":1}}");
        return this;
    }

    void unsubscribe(String triggerId) {
        peer.says("{\"type\":\"unregistertrigger\",\"id\":\"" + triggerId + "\"}");
    }

    void unregister(String functionId) {
        peer.says("{\"type\":\"unregisterfunction\",\"id\":\"" + functionId + "\"}");
    }

    /**
     * Asserts that exactly these calls were received since the last call of this method, as {@code function payload}.
     */
    Handler gets(String... calls) {
        List<InvokeFunction> frames = peer.heard().stream().map(Handler::call).toList();
        assertThat(frames)
                .extracting(call -> call.functionId() + " " + call.data().text())
                .containsExactly(calls);
        open.addAll(frames);
        return this;
    }

    /** Returns the oldest call without a result. */
    InvokeFunction oldest() {
        return Objects.requireNonNull(open.peekFirst());
    }

    Handler answers(String result) {
        InvokeFunction call = open.removeFirst();
        peer.connection()
                .receive(
                        new InvocationResult(
                                Objects.requireNonNull(call.invocationId()),
                                call.functionId(),
                                RawJson.parse(result),
                                null,
                                null,
                                null),
                        50);
        return this;
    }

    Handler fails(String code, String message) {
        InvokeFunction call = open.removeFirst();
        peer.connection()
                .receive(
                        new InvocationResult(
                                Objects.requireNonNull(call.invocationId()),
                                call.functionId(),
                                null,
                                new ErrorBody(code, message),
                                null,
                                null),
                        50);
        return this;
    }

    void leaves() {
        open.clear();
        peer.leaves();
    }

    private static InvokeFunction call(Frame frame) {
        assertThat(frame).isInstanceOf(InvokeFunction.class);
        return (InvokeFunction) frame;
    }
}

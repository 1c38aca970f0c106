package dev.iii.stub.stream;

import dev.iii.protocol.Frame;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.ManualClock;
import dev.iii.stub.core.TestEngine;
import dev.iii.stub.core.TestPeer;
import dev.iii.stub.net.AllowedOrigins;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Limits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** An engine with streams, a worker that makes calls, a worker that handles calls, and consumers without sockets. */
abstract class StreamTestBase {

    private final EventLoop loop = new EventLoop("stream-test");
    final StreamWorker streams = new StreamWorker(
            new StreamOptions(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    null,
                    Limits.DEFAULT,
                    new AllowedOrigins(Set.of(), new ManualClock())),
            List.of(loop));
    final TestEngine test = new TestEngine(streams);
    final TestPeer caller = test.worker("caller");
    final TestPeer handler = test.worker("handler");

    @AfterEach
    void close() {
        test.engine.close();
        loop.close();
    }

    final void registers(String function) {
        handler.says("{\"type\":\"registerfunction\",\"id\":\"" + function + "\"}");
    }

    final void binds(String id, String type, String function, String config) {
        handler.says("{\"type\":\"registertrigger\",\"id\":\"" + id + "\",\"trigger_type\":\"" + type
                + "\",\"function_id\":\"" + function + "\",\"config\":" + config + "}");
    }

    /** Returns the calls that the handler has received since the last call of this method. */
    final List<InvokeFunction> asked() {
        List<InvokeFunction> calls = new ArrayList<>();
        for (Frame frame : handler.heard()) {
            calls.add((InvokeFunction) frame);
        }
        return calls;
    }

    final List<String> askedTexts() {
        return asked().stream()
                .map(call -> call.functionId() + " "
                        + call.data().text().replaceAll("\"timestamp\":[0-9]+", "\"timestamp\":0"))
                .toList();
    }

    /**
     * Sends the result of a call from the handler.
     *
     * @param members the members of the result frame, or an empty string for no result
     */
    final void answers(InvokeFunction call, String members) {
        handler.says("{\"type\":\"invocationresult\",\"invocation_id\":\"" + call.invocationId()
                + "\",\"function_id\":\"" + call.functionId() + "\"" + (members.isEmpty() ? "" : "," + members) + "}");
    }

    final Consumer connects(FakeConsumerConnection connection) {
        return streams.connect(connection, RawJson.NULL);
    }

    static void says(Consumer consumer, String type, String subscription, String group, String item) {
        String id = item.isEmpty() ? "" : ",\"id\":\"" + item + "\"";
        consumer.received(("{\"type\":\"" + type + "\",\"data\":{\"subscriptionId\":\"" + subscription
                        + "\",\"streamName\":\"s\",\"groupId\":\"" + group + "\"" + id + "}}")
                .getBytes(StandardCharsets.UTF_8));
    }

    final void sets(String stream, String group, String item, String data, String old) {
        caller.gets(
                "stream::set",
                "[\"" + stream + "\",\"" + group + "\",\"" + item + "\"," + data + "]",
                "{\"old_value\":" + old + ",\"new_value\":" + data + "}");
    }
}

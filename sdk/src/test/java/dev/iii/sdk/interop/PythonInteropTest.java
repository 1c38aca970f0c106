package dev.iii.sdk.interop;

import static dev.iii.sdk.interop.Interop.PATIENCE;
import static dev.iii.sdk.interop.Interop.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The official Python client, the only one of them that names namespaces. */
class PythonInteropTest implements CallsContract, TriggersContract, ChannelsContract, StreamsContract, ServingContract {

    @RegisterExtension
    static final Interop INTEROP = new Interop(Client.python());

    @Override
    public Interop interop() {
        return INTEROP;
    }

    @Test
    void theClientCallsIntoAnotherNamespace() {
        String function = unique("fn");
        String namespace = unique("ns");
        Worker elsewhere = INTEROP.java(WorkerOptions.builder().namespace(namespace));
        elsewhere
                .registerFunction(function, (json, call) -> "from " + namespace)
                .awaitConfirmed(PATIENCE);
        assertThat(INTEROP.ask("call", Map.of("function_id", function, "namespace", namespace, "payload", 1))
                        .field("result")
                        .text())
                .isEqualTo("\"from " + namespace + "\"");
        assertThat(INTEROP.peerCalls(function, 1).field("error").field("code").text())
                .isEqualTo("\"function_not_found\"");
    }
}

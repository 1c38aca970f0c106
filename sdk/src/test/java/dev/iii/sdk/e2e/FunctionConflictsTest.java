package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegistrationRejected;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Registration;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerListener;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.error.RegistrationRefusedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a refused function is reported also if the engine does not say who owns it. */
class FunctionConflictsTest {

    private static final String OWNER = "8e3f6c1a-0000-4000-8000-000000000001";
    private static final String FUNCTION = "cmd::sell";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"workers\":[]}",
                "{\"workers\":[{}]}",
                "{\"workers\":[{\"id\":\"" + OWNER + "\",\"name\":null}]}",
                "{\"workers\":[{\"id\":\"" + OWNER + "\",\"name\":7}]}",
                "{\"workers\":[7]}",
                "{\"workers\":7}",
                "[7]",
                "7",
                "null"
            })
    void aListWithoutTheOwnerLeavesItsId(String workers) throws Exception {
        assertThat(refusalOf(workers))
                .contains("the function id belongs to the worker with the id " + OWNER + " in namespace shop; stop");
    }

    @ParameterizedTest
    @ValueSource(strings = {",\"runtime\":null", ",\"ip_address\":7", ""})
    void whatTheListDoesNotTellIsLeftOut(String details) throws Exception {
        assertThat(refusalOf("{\"workers\":[{\"id\":\"" + OWNER + "\",\"name\":\"shop\"" + details + "}]}"))
                .contains("the function id belongs to worker shop (id " + OWNER + ") in namespace shop; stop");
    }

    private static String refusalOf(String workers) throws Exception {
        try (FakeEngine engine = new FakeEngine().answering("engine::workers::list", workers);
                Worker worker = Iii.registerWorker(
                        engine.url(), WorkerOptions.builder().name("second").build())) {
            // The engine may confirm the registration before this test refuses it.
            CompletableFuture<RegistrationRefusedException> refusal = new CompletableFuture<>();
            worker.addListener(new WorkerListener() {
                @Override
                public void onRefused(Registration registration, RegistrationRefusedException reason) {
                    refusal.complete(reason);
                }
            });
            FakeEngine.Peer peer = engine.accept();
            Registration refused = worker.registerFunction(FUNCTION, (json, call) -> null);
            peer.next(RegisterFunction.class);
            peer.send(new RegistrationRejected("FUNCTION_NAMESPACE_CONFLICT", "shop", OWNER, null, FUNCTION));
            RegistrationRefusedException reason = refusal.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(refused.refusal()).contains(reason);
            return String.valueOf(reason.getMessage());
        }
    }
}

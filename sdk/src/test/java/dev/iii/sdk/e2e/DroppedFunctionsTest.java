package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.HttpFunctionAuth;
import dev.iii.sdk.Registration;
import dev.iii.sdk.RegistrationStatus;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.FunctionNotFoundException;
import dev.iii.sdk.error.RegistrationRefusedException;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DroppedFunctionsTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    @Test
    void aFunctionThatTheEngineDropsWithoutAWordIsRefusedEvenSo() {
        Worker worker = engine.worker();
        Assumptions.assumeTrue(hasDiscovery(worker), "this engine has no engine::functions::info");
        Registration registration =
                worker.registerFunction(FunctionDefinition.http(unique("remote"), "http://127.0.0.1:9/nothing")
                        .auth(HttpFunctionAuth.bearer("III_TEST_NO_SUCH_VARIABLE")));
        assertThatThrownBy(() -> registration.awaitConfirmed(PATIENCE))
                .isInstanceOf(RegistrationRefusedException.class)
                .hasMessageContaining("the engine has dropped it");
        assertThat(registration.status()).isEqualTo(RegistrationStatus.REFUSED);
    }

    private static boolean hasDiscovery(Worker worker) {
        try {
            worker.trigger("engine::functions::info", Map.of("function_id", "publish"));
            return true;
        } catch (FunctionNotFoundException e) {
            return false;
        }
    }
}

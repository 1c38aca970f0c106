package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.CallRefusedException;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerRefusedException;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.rbac.AuthDecision;
import dev.iii.sdk.rbac.AuthRequest;
import dev.iii.sdk.rbac.FunctionRegistrationRequest;
import dev.iii.sdk.rbac.MiddlewareRequest;
import dev.iii.stub.EngineStub;
import dev.iii.stub.GuardOptions;
import dev.iii.stub.StubOptions;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A port with access control, whose functions are of this SDK. On the stub alone, since it needs its own configuration. */
class AccessControlTest {

    private EngineStub stub;
    private String guarded;
    private Worker guard;

    @BeforeEach
    void start() {
        stub = EngineStub.start(StubOptions.builder()
                .guardedPort(GuardOptions.builder()
                        .auth("auth::workers")
                        .onFunctionRegistration("auth::functions")
                        .middleware("auth::middleware")
                        .build())
                .build());
        guarded = stub.workerUrls().get(1).toString();
        guard = Iii.registerWorker(stub.workerUrl().toString(), options().build());
        guard.registerFunction("auth::workers", AuthRequest.class, (request, call) -> {
            if (!request.header("X-Auth").equals(Optional.of("secret"))) {
                throw AuthDecision.refuse("go away");
            }
            return AuthDecision.accept()
                    .allow("svc::open")
                    .functionPrefix("guest")
                    .context(Map.of("user", "u1"));
        });
        guard.registerFunction(
                "auth::functions",
                FunctionRegistrationRequest.class,
                (request, call) -> request.functionId().equals("bad") ? request.refuse() : request.accept());
        guard.registerFunction("auth::middleware", MiddlewareRequest.class, (request, call) -> request.proceed(call));
        guard.registerFunction("svc::open", (json, call) -> json.field("n"));
        guard.registerFunction("svc::closed", (json, call) -> 1);
        guard.awaitReady(PATIENCE);
    }

    @AfterEach
    void stop() {
        guard.close();
        stub.close();
        Engine.awaitNoThreads();
    }

    @Test
    void aWorkerThatIsRefusedSaysSoAndDoesNotTryAgain() {
        try (Worker worker = Iii.registerWorker(guarded, options().build())) {
            assertThatThrownBy(() -> worker.awaitReady(PATIENCE))
                    .isInstanceOfSatisfying(
                            WorkerRefusedException.class,
                            e -> assertThat(e)
                                    .hasMessageContaining("AUTH_ERROR")
                                    .hasMessageContaining("go away"));
            assertThat(worker.status()).isEqualTo(WorkerStatus.CLOSED);
            assertThat(worker.failure()).isPresent();
        }
    }

    @Test
    void aWorkerThatIsLetInMayDoWhatItsDecisionSays() {
        try (Worker worker =
                Iii.registerWorker(guarded, options().header("x-auth", "secret").build())) {
            worker.registerFunction("good", (json, call) -> 2);
            worker.registerFunction("bad", (json, call) -> 3);
            worker.awaitReady(PATIENCE);
            assertThat(worker.trigger("svc::open", Map.of("n", 7)).text()).isEqualTo("7");
            assertThatThrownBy(() -> worker.trigger("svc::closed", null)).isInstanceOf(CallRefusedException.class);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> guard.discovery().function("guest::good").isPresent());
            assertThat(guard.trigger("guest::good", null).text()).isEqualTo("2");
            assertThat(guard.discovery().function("guest::bad")).isEmpty();
        }
    }
}

package dev.iii.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.annotation.Function;
import dev.iii.stub.EngineStub;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The health of the worker. */
class WorkerHealthTest {

    private EngineStub engine;

    @BeforeEach
    void start() {
        engine = EngineStub.start();
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private ApplicationContextRunner connected() {
        String address = engine.workerUrl().toString().replace("ws://", "ws://user:secret@") + "?token=secret";
        return Contexts.runner(address).withPropertyValues("iii.health.timeout=200ms");
    }

    private static Health health(AssertableApplicationContext context) {
        assertThat(context).hasNotFailed();
        return Objects.requireNonNull(
                context.getBean("iiiHealthIndicator", HealthIndicator.class).health());
    }

    @Test
    void aConnectedWorkerIsUp() {
        connected().run(context -> {
            Health health = health(context);
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails())
                    .containsEntry("worker", "shop")
                    .containsEntry("status", "READY")
                    .containsEntry("engine", engine.workerUrl().toString())
                    .containsKey("roundTripMillis")
                    .doesNotContainKey("error");
            assertThat(health.toString()).doesNotContain("secret");
        });
    }

    @Test
    void aWorkerWithoutAnEngineIsDown() {
        Contexts.runner().run(context -> {
            Health health = health(context);
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails().get("status")).isIn("CONNECTING", "RECONNECTING");
        });
    }

    @Test
    void aWorkerWhoseEngineIsSilentIsDown() {
        connected().run(context -> {
            engine.faults().halfOpenConnections();
            assertThat(context.getBean(Worker.class).status()).isEqualTo(WorkerStatus.READY);
            Health health = health(context);
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails().get("error"))
                    .asString()
                    .startsWith("the engine does not answer")
                    .doesNotContain("secret");
        });
    }

    @Test
    void aWorkerThatLostItsConnectionIsDown() {
        connected().run(context -> {
            engine.faults().refuseConnections();
            engine.faults().dropConnections();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(health(context).getStatus()).isEqualTo(Status.DOWN));
        });
    }

    @Test
    void aClosedWorkerIsDown() {
        connected().run(context -> {
            context.getBean(Worker.class).close();
            assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
        });
    }

    public static final class Echo {

        @Function("health::echo")
        public String echo(String text) {
            return text;
        }
    }

    @Test
    void refusedFunctionsAreDetails() {
        try (Worker owner = dev.iii.sdk.Iii.registerWorker(
                engine.workerUrl().toString(), dev.iii.sdk.WorkerOptions.named("owner"))) {
            owner.registerAll(new Echo());
            owner.awaitReady(Duration.ofSeconds(20));
            connected()
                    .withPropertyValues("iii.fail-fast=false")
                    .withBean(Echo.class)
                    .run(context -> {
                        context.getBean(Worker.class).awaitReady(Duration.ofSeconds(20));
                        assertThat(health(context).getDetails().get("refused"))
                                .asString()
                                .contains("health::echo");
                    });
        }
    }

    @Test
    void thereIsNoHealthWithoutActuator() {
        Contexts.runner()
                .withClassLoader(new FilteredClassLoader(HealthIndicator.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("iiiHealthIndicator"));
    }

    @Test
    void aPropertyDisablesTheHealth() {
        Contexts.runner()
                .withPropertyValues("management.health.iii.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("iiiHealthIndicator"));
    }
}

package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.WorkerStatus;
import dev.iii.spring.IiiAutoConfiguration;
import dev.iii.spring.test.IiiTest;
import dev.iii.stub.EngineStub;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** The starter in an application with a web server and Actuator. */
@IiiTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "spring.jackson.property-naming-strategy=SNAKE_CASE")
@ExtendWith(OutputCaptureExtension.class)
class StarterTest {

    public record Item(String itemName) {}

    @Value("${local.server.port}")
    private int port;

    @Autowired
    private Worker worker;

    @Autowired
    private WorkerOptions options;

    @Autowired
    private EngineStub engine;

    @Autowired
    private MeterRegistry registry;

    private String health() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void theHealthOfTheWorkerIsAPartOfTheHealthOfTheApplication() throws Exception {
        assertThat(health())
                .contains("\"iii\":{", "\"worker\":\"shop\"", "\"status\":\"READY\"", "\"status\":\"UP\"")
                .contains(engine.workerUrl().toString());
    }

    @Test
    void thePropertiesAndTheBeansOfTheApplicationSetTheOptions() {
        assertThat(worker.status()).isEqualTo(WorkerStatus.READY);
        assertThat(options.limits().concurrentInvocations()).isEqualTo(64);
        assertThat(options.functionInterceptors()).hasSize(2);
        assertThat(options.description()).contains("sells what is in stock");
    }

    @Test
    void theConnectionIsMeasured() {
        assertThat(registry.get("iii.worker.connected")
                        .tags("worker", "shop")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    @Test
    void payloadsFollowTheJacksonOfTheApplication() {
        assertThat(worker.json(new Item("tea")).text()).isEqualTo("{\"item_name\":\"tea\"}");
        if (System.getProperty("expected.codec").startsWith("com.fasterxml")) {
            assertThat(options.codec().getClass().getName()).contains("Jackson2Codec");
        }
    }

    @Test
    void theJarOfTheStarterHasTheMetadataOfItsProperties() throws Exception {
        try (var metadata = Objects.requireNonNull(
                IiiAutoConfiguration.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
            assertThat(IiiAutoConfiguration.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .getPath())
                    .endsWith(".jar");
            assertThat(metadata.readAllBytes()).isNotEmpty();
        }
    }

    @Test
    void theApplicationStartsAndStopsWithoutAnEngine() {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(ShopApplication.class)
                .web(WebApplicationType.NONE)
                .run("--iii.url=ws://127.0.0.1:9", "--iii.name=lonely", "--iii.keep-alive=false")) {
            assertThat(context.getBean(Worker.class).status()).isNotEqualTo(WorkerStatus.READY);
        }
    }

    @Test
    void aBadPropertyIsNamed() {
        assertThatThrownBy(() -> new SpringApplicationBuilder(ShopApplication.class)
                        .web(WebApplicationType.NONE)
                        .run("--iii.limits.inbox=0")
                        .close())
                .hasRootCauseMessage("the property iii.limits.inbox is invalid: its value is 0; it must be at least 1");
    }

    @Test
    void aMisspeltPropertyIsReported(CapturedOutput output) {
        new SpringApplicationBuilder(ShopApplication.class)
                .web(WebApplicationType.NONE)
                .run("--iii.url=ws://127.0.0.1:9", "--iii.keep-alive=false", "--iii.limit.inbox=7")
                .close();
        assertThat(output)
                .contains("The property iii.limit.inbox")
                .contains("Did you mean iii.limits.inbox?")
                .doesNotContain("The property iii.url");
    }

    @Test
    void anEngineThatIsNotThereFailsFast() {
        assertThatThrownBy(() -> new SpringApplicationBuilder(ShopApplication.class)
                        .web(WebApplicationType.NONE)
                        .run("--iii.url=ws://127.0.0.1:9", "--iii.fail-fast=true", "--iii.startup-timeout=200ms")
                        .close())
                .hasStackTraceContaining("worker shop is not ready within 200 ms");
    }
}

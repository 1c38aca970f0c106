package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.notNull;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Registration;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.FunctionNotFoundException;
import dev.iii.sdk.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Functions that the engine calls over HTTP; it must allow {@code http://127.0.0.1}. */
class HttpFunctionsTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private record Asked(String method, String contentType, String own, Json body) {}

    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private final HttpServer service = service();
    private final Worker worker = engine.worker();
    private final String function = unique("remote");
    private final String url = "http://127.0.0.1:" + service.getAddress().getPort() + "/charge";

    private volatile int status = 200;
    private volatile String answer = "{\"charged\":5}";

    private HttpServer service() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
            server.createContext("/charge", this::serve);
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(new Asked(
                exchange.getRequestMethod(),
                String.valueOf(exchange.getRequestHeaders().getFirst("content-type")),
                String.valueOf(exchange.getRequestHeaders().getFirst("x-own")),
                Json.parse(body)));
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("content-type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    record Charge(String account, int cents) {}

    record Charged(int charged) {}

    @Test
    void theServiceAnswersTheCall() throws Exception {
        Registration registration = worker.registerFunction(FunctionDefinition.http(function, url)
                .method("PUT")
                .header("x-own", "mine")
                .timeout(Duration.ofSeconds(5))
                .description("Charges an account"));
        registration.awaitConfirmed(PATIENCE);
        assertThat(worker.trigger(function, new Charge("a", 500), Charged.class))
                .isEqualTo(new Charged(5));
        Asked seen = notNull(asked.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertThat(seen.method()).isEqualTo("PUT");
        assertThat(seen.contentType()).isEqualTo("application/json");
        assertThat(seen.own()).isEqualTo("mine");
        assertThat(seen.body().as(Charge.class)).isEqualTo(new Charge("a", 500));

        registration.unregister();
        assertThatThrownBy(() -> worker.trigger(function, Map.of())).isInstanceOf(FunctionNotFoundException.class);
    }

    @Test
    void anErrorOfTheServiceReachesTheCaller() {
        status = 402;
        answer = "{\"error\":{\"code\":\"no_money\",\"message\":\"the account is empty\"}}";
        worker.registerFunction(FunctionDefinition.http(function, url)).awaitConfirmed(PATIENCE);
        assertThatThrownBy(() -> worker.trigger(function, new Charge("a", 500)))
                .isInstanceOfSatisfying(FunctionException.class, e -> {
                    assertThat(e.code()).isEqualTo("no_money");
                    assertThat(e).hasMessage("the account is empty");
                });
    }
}

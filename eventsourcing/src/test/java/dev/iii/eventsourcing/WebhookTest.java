package dev.iii.eventsourcing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.iii.eventsourcing.Reaction.Occasion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {

    private record Low(String sku, long stock) {}

    private static final Occasion<Low> OCCASION = new Occasion<>("notify::low/7.x", "A", new Low("A", 3), 1);

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile int status = 204;

    WebhookTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", exchange -> {
            received.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("Idempotency-Key") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Webhook<Low> webhook() {
        return Webhook.to(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook"));
    }

    @Test
    void anOccasionIsPostedWithItsId() throws Exception {
        webhook().handle(OCCASION);
        assertThat(received)
                .containsExactly("POST notify::low/7.x {\"id\":\"notify::low/7.x\",\"sku\":\"A\",\"stock\":3}");
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 400, 503})
    void anotherStatusIsAFailedAttempt(int answer) {
        status = answer;
        assertThatThrownBy(() -> webhook().handle(OCCASION))
                .isInstanceOf(IOException.class)
                .hasMessage("the webhook answered with status " + answer);
        assertThat(received).hasSize(1);
    }

    @Test
    void aServerThatIsNotReachableIsNamedWithoutItsPath() {
        Webhook<Low> webhook = webhook();
        server.stop(0);
        assertThatThrownBy(() -> webhook.handle(OCCASION))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("no answer of the webhook at 127.0.0.1:"
                        + server.getAddress().getPort() + ": java.net.ConnectException")
                .hasMessageNotContaining("hook/");
    }

    @Test
    void onlyHttpAddressesAreAccepted() {
        assertThatThrownBy(() -> Webhook.to(URI.create("ftp://a/b"))).isInstanceOf(IllegalArgumentException.class);
    }
}

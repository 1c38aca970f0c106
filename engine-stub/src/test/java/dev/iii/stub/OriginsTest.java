package dev.iii.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which web pages may use the ports of an engine. */
class OriginsTest {

    private static final int PATIENCE_MS = 20_000;
    private static final String SHOP = "https://shop.example";

    /** Returns the status of the response to a request with these values of the header {@code Origin}. */
    private static int status(URI url, String method, String path, boolean upgrade, String... origins)
            throws IOException {
        List<String> lines = new ArrayList<>(List.of(method + " " + path + " HTTP/1.1", "Host: x"));
        if (upgrade) {
            lines.addAll(List.of(
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
        } else {
            lines.add("Connection: close");
        }
        for (String origin : origins) {
            lines.add("Origin: " + origin);
        }
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(PATIENCE_MS);
            String request = String.join("\r\n", lines) + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] head = socket.getInputStream().readNBytes("HTTP/1.1 101".length());
            return Integer.parseInt(new String(head, StandardCharsets.US_ASCII).substring(9));
        }
    }

    /** Returns the status for each way to use the engine. */
    private static Map<String, Integer> all(EngineStub stub, String... origins) throws IOException {
        return Map.of(
                "worker", status(stub.workerUrl(), "GET", "/", true, origins),
                "telemetry", status(stub.workerUrl(), "GET", "/otel", true, origins),
                "channel", channel(stub, origins),
                "stream", status(stub.streamUrl(), "GET", "/", true, origins),
                "route", status(stub.httpUrl(), "GET", "/nothing", false, origins),
                "preflight", status(stub.httpUrl(), "OPTIONS", "/nothing", false, origins));
    }

    private static int channel(EngineStub stub, String... origins) throws IOException {
        return status(stub.workerUrl(), "GET", "/ws/channels/x?key=y&dir=read", true, origins);
    }

    private static Map<String, Integer> served(int channel) {
        return Map.of(
                "worker", 101, "telemetry", 101, "channel", channel, "stream", 101, "route", 404, "preflight", 200);
    }

    private static void assertRefused(Map<String, Integer> statuses) {
        assertThat(statuses.values()).hasSize(6).containsOnly(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://localhost.evil.example",
                "http://127.0.0.1.evil.example",
                "http://evil.example:49134",
                "http://evil_shop:49134",
                "http://localhost_evil",
                "http://192.168.1.7",
                "http://localhost@evil.example",
                "null",
                "file://",
                "chrome-extension://abcdef",
                "localhost",
                "",
                "http://[::2]"
            })
    void aPageOfAnotherComputerIsRefusedOnEveryPort(String origin) throws IOException {
        try (EngineStub stub = EngineStub.start()) {
            assertRefused(all(stub, origin));
            assertRefused(all(stub, "http://localhost", origin));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost",
                "http://localhost:3000",
                "https://LOCALHOST:8443",
                "http://app.localhost:5173",
                "http://my_app.localhost:5173",
                "http://127.0.0.1:8080",
                "http://127.1.2.3",
                "http://[::1]:8080"
            })
    void aPageOfThisComputerIsServed(String origin) throws IOException {
        try (EngineStub stub = EngineStub.start()) {
            int channel = channel(stub);
            assertThat(channel).isNotEqualTo(403);
            assertThat(all(stub, origin)).isEqualTo(served(channel));
        }
    }

    @Test
    void aRequestWithoutOriginIsServed() throws IOException {
        try (EngineStub stub = EngineStub.start()) {
            assertThat(all(stub)).isEqualTo(served(channel(stub)));
        }
    }

    @Test
    void anOptionAllowsOtherOrigins() throws IOException {
        StubOptions options = StubOptions.builder().allowOrigins(SHOP).build();
        assertThat(options.allowedOrigins()).containsExactly(SHOP);
        try (EngineStub stub = EngineStub.start(options)) {
            assertThat(all(stub, SHOP)).isEqualTo(served(channel(stub)));
            assertRefused(all(stub, SHOP + ":444"));
        }
        try (EngineStub stub =
                EngineStub.start(StubOptions.builder().allowOrigins("*").build())) {
            assertThat(all(stub, "null")).isEqualTo(served(channel(stub)));
        }
    }

    @Test
    void theCorsSectionOfTheConfigAppliesToTheHttpPortInstead(@TempDir Path folder) throws IOException {
        String config =
                "workers: [{ name: iii-worker-manager, config: { port: 0 } }, { name: iii-stream, config: { port: 0"
                        + " } }, { name: iii-http, config: { port: 0, cors: { allowed_origins: [\"%s\"] } } }]";
        Path file = Files.writeString(folder.resolve("one.yaml"), config.formatted(SHOP));
        try (EngineStub stub =
                EngineStub.start(StubOptions.builder().configFile(file).build())) {
            assertThat(status(stub.httpUrl(), "GET", "/nothing", false, SHOP)).isEqualTo(404);
            assertThat(status(stub.httpUrl(), "GET", "/nothing", false, "https://evil.example"))
                    .as("as on the real engine")
                    .isEqualTo(404);
            assertThat(status(stub.workerUrl(), "GET", "/", true, SHOP)).isEqualTo(403);
        }
        Files.writeString(file, config.formatted("*"));
        try (EngineStub stub =
                EngineStub.start(StubOptions.builder().configFile(file).build())) {
            assertThat(status(stub.httpUrl(), "GET", "/nothing", false, "https://evil.example"))
                    .isEqualTo(404);
            assertThat(status(stub.streamUrl(), "GET", "/", true, "https://evil.example"))
                    .isEqualTo(403);
        }
    }

    @Test
    void aPortOfAllInterfacesIsForOtherComputersToo() throws IOException {
        try (EngineStub stub =
                EngineStub.start(StubOptions.builder().host("0.0.0.0").build())) {
            assertThat(all(stub, SHOP)).isEqualTo(served(channel(stub)));
        }
    }

    @Test
    void onlyOriginsCanBeAllowed() {
        for (String origin : List.of(
                "",
                "shop.example",
                "https://shop.example/",
                "https://shop.example/a",
                "https://a@b",
                "x:y",
                "http://a b")) {
            assertThatThrownBy(() -> StubOptions.builder().allowOrigins(origin))
                    .as(origin)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("https://example.com");
        }
        assertThat(Stream.of("HTTPS://Shop.example:444")
                        .map(origin -> StubOptions.builder()
                                .allowOrigins(origin)
                                .build()
                                .allowedOrigins()))
                .containsExactly(Set.of("https://shop.example:444"));
    }
}

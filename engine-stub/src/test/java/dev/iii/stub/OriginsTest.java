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

    /** Returns the status of the response to a request with these header fields. */
    private static int status(URI url, String method, String path, boolean upgrade, String... fields)
            throws IOException {
        List<String> lines = new ArrayList<>(List.of(method + " " + path + " HTTP/1.1"));
        if (Stream.of(fields).noneMatch(field -> field.startsWith("Host:"))) {
            lines.add("Host: localhost");
        }
        if (upgrade) {
            lines.addAll(List.of(
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
        } else {
            lines.add("Connection: close");
        }
        lines.addAll(List.of(fields));
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(PATIENCE_MS);
            String request = String.join("\r\n", lines) + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] head = socket.getInputStream().readNBytes("HTTP/1.1 101".length());
            return Integer.parseInt(new String(head, StandardCharsets.US_ASCII).substring(9));
        }
    }

    private static String page(String origin) {
        return "Origin: " + origin;
    }

    /** Returns the status for each way to use the engine. */
    private static Map<String, Integer> all(EngineStub stub, String... fields) throws IOException {
        return Map.of(
                "worker", status(stub.workerUrl(), "GET", "/", true, fields),
                "telemetry", status(stub.workerUrl(), "GET", "/otel", true, fields),
                "channel", channel(stub, fields),
                "stream", status(stub.streamUrl(), "GET", "/", true, fields),
                "route", status(stub.httpUrl(), "GET", "/nothing", false, fields),
                "preflight", status(stub.httpUrl(), "OPTIONS", "/nothing", false, fields));
    }

    private static int channel(EngineStub stub, String... fields) throws IOException {
        return status(stub.workerUrl(), "GET", "/ws/channels/x?key=y&dir=read", true, fields);
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
            assertRefused(all(stub, page(origin)));
            assertRefused(all(stub, page("http://localhost"), page(origin)));
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
            assertThat(all(stub, page(origin))).isEqualTo(served(channel));
        }
    }

    @Test
    void aRequestWithoutOriginIsServed() throws IOException {
        try (EngineStub stub = EngineStub.start()) {
            assertThat(all(stub)).isEqualTo(served(channel(stub)));
        }
    }

    @Test
    void aRequestThatAnotherPageCausesWithoutAnOriginIsRefused() throws IOException {
        try (EngineStub stub = EngineStub.start()) {
            for (String site : List.of("cross-site", "same-site")) {
                String fetched = "Sec-Fetch-Site: " + site;
                assertRefused(all(stub, fetched));
                assertRefused(all(stub, fetched, "Referer: https://evil.example/"));
                assertRefused(all(stub, fetched, "Referer: http://localhost.evil.example/localhost"));
                assertRefused(all(stub, fetched, "Referer: http://evil.example?http://localhost/"));
                assertRefused(all(stub, fetched, "Referer: about:blank"));
                assertThat(all(stub, fetched, "Referer: http://localhost:5173/index.html"))
                        .isEqualTo(served(channel(stub)));
                assertThat(all(stub, fetched, page("http://localhost:5173"))).isEqualTo(served(channel(stub)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "same-origin"})
    void whatAUserTypesOrAPageOfThePortCausesIsServed(String site) throws IOException {
        try (EngineStub stub = EngineStub.start()) {
            assertThat(all(stub, "Sec-Fetch-Site: " + site, "Referer: https://evil.example/"))
                    .isEqualTo(served(channel(stub)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:3111",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "x",
                "evil_shop"
            })
    void aRequestForAnotherHostIsRefused(String host) throws IOException {
        try (EngineStub stub = EngineStub.start()) {
            assertRefused(all(stub, "Host: " + host));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:3111",
                "shop.localhost",
                "localhost:",
                "localhost.",
                "shop.localhost.:3111",
                "127.0.0.1.",
                "127.0.0.1:49134",
                "192.168.1.7",
                "[::1]",
                "[::1]:3111",
                "[fe80::1]:3111"
            })
    void aRequestForThisComputerOrAnAddressIsServed(String host) throws IOException {
        try (EngineStub stub = EngineStub.start()) {
            assertThat(all(stub, "Host: " + host)).isEqualTo(served(channel(stub)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"host.docker.internal", "my-laptop", "my-laptop.local"})
    void otherNamesOfThisComputerNeedTheOption(String host) throws IOException {
        try (EngineStub stub = EngineStub.start()) {
            assertRefused(all(stub, "Host: " + host + ":3111"));
        }
        try (EngineStub stub = EngineStub.start(
                StubOptions.builder().allowOrigins("http://" + host).build())) {
            assertThat(all(stub, "Host: " + host + ":3111")).isEqualTo(served(channel(stub)));
        }
    }

    @Test
    void anOptionAllowsOtherHosts() throws IOException {
        try (EngineStub stub =
                EngineStub.start(StubOptions.builder().allowOrigins(SHOP).build())) {
            assertThat(all(stub, "Host: Shop.example:3111")).isEqualTo(served(channel(stub)));
            assertThat(all(stub, "Sec-Fetch-Site: cross-site", "Referer: " + SHOP + "/a"))
                    .isEqualTo(served(channel(stub)));
            assertRefused(all(stub, "Host: evil.example"));
            assertRefused(all(stub, "Sec-Fetch-Site: cross-site", "Referer: https://evil.example/"));
        }
        try (EngineStub stub =
                EngineStub.start(StubOptions.builder().allowOrigins("*").build())) {
            assertThat(all(stub, "Host: evil.example", "Sec-Fetch-Site: cross-site"))
                    .isEqualTo(served(channel(stub)));
        }
    }

    @Test
    void anOptionAllowsOtherOrigins() throws IOException {
        StubOptions options = StubOptions.builder().allowOrigins(SHOP).build();
        assertThat(options.allowedOrigins()).containsExactly(SHOP);
        try (EngineStub stub = EngineStub.start(options)) {
            assertThat(all(stub, page(SHOP))).isEqualTo(served(channel(stub)));
            assertRefused(all(stub, page(SHOP + ":444")));
        }
        try (EngineStub stub =
                EngineStub.start(StubOptions.builder().allowOrigins("*").build())) {
            assertThat(all(stub, page("null"))).isEqualTo(served(channel(stub)));
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
            assertThat(status(stub.httpUrl(), "GET", "/nothing", false, page(SHOP)))
                    .isEqualTo(404);
            assertThat(status(stub.httpUrl(), "GET", "/nothing", false, page("https://evil.example")))
                    .as("as on the real engine")
                    .isEqualTo(404);
            assertThat(status(stub.workerUrl(), "GET", "/", true, page(SHOP))).isEqualTo(403);
        }
        Files.writeString(file, config.formatted("*"));
        try (EngineStub stub =
                EngineStub.start(StubOptions.builder().configFile(file).build())) {
            assertThat(status(stub.httpUrl(), "GET", "/nothing", false, page("https://evil.example")))
                    .isEqualTo(404);
            assertThat(status(stub.streamUrl(), "GET", "/", true, page("https://evil.example")))
                    .isEqualTo(403);
        }
    }

    @Test
    void aPortOfAllInterfacesIsForOtherComputersToo() throws IOException {
        try (EngineStub stub =
                EngineStub.start(StubOptions.builder().host("0.0.0.0").build())) {
            assertThat(all(stub, page(SHOP), "Host: evil.example")).isEqualTo(served(channel(stub)));
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

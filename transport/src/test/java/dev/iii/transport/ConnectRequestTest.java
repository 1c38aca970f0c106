package dev.iii.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests valid and invalid requests. Error messages must not contain secrets. */
class ConnectRequestTest {

    private static ConnectRequest to(String uri) {
        return new ConnectRequest(URI.create(uri), Map.of(), Limits.DEFAULT);
    }

    private static ConnectRequest with(String name, String value) {
        return new ConnectRequest(URI.create("ws://h"), Map.of(name, value), Limits.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"http://h, http", "/path, null", "h:80, h"})
    void onlyWebSocketSchemesAreAccepted(String uri, String scheme) {
        assertThatThrownBy(() -> to(uri)).hasMessage("the scheme must be ws or wss, not " + scheme);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws:/path", "ws:opaque", "ws://a*b:1"})
    void anAddressNeedsAHost(String uri) {
        assertThatThrownBy(() -> to(uri)).hasMessageStartingWith("the address has no host");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65536, 99999})
    void thePortMustBeValid(int port) {
        assertThatThrownBy(() -> to("ws://h:" + port))
                .hasMessage("the port of the address is " + port + "; it must be from 1 to 65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "a\r\nb", "ü"})
    void headerNamesAreChecked(String name) {
        assertThatThrownBy(() -> with(name, "v")).hasMessage("not a header name: '" + name + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SECRET\r\nX: y", "SECRET\0", "SECRET\u007f", "SECRET ü"})
    void headerValuesAreCheckedButNotReported(String value) {
        assertThatThrownBy(() -> with("token", value))
                .hasMessageStartingWith("the value of header 'token' has a control character")
                .hasMessageNotContaining("SECRET");
    }

    @Test
    void toStringContainsNoSecrets() {
        ConnectRequest request = new ConnectRequest(
                URI.create("ws://user:pw@host:1234/path?key=SECRET"), Map.of("a", "SECRET"), Limits.DEFAULT);

        assertThat(request).hasToString("ConnectRequest[ws://host:1234/path]");
        assertThat(request.hostHeader()).isEqualTo("host:1234");
        assertThat(to("ws://host").port()).isEqualTo(80);
        assertThat(to("wss://my_engine").port()).isEqualTo(443);
        assertThat(to("ws://user:pw@my_engine:49134/x?key=SECRET"))
                .hasToString("ConnectRequest[ws://my_engine:49134/x]")
                .satisfies(it -> assertThat(it.hostHeader()).isEqualTo("my_engine:49134"))
                .satisfies(it -> assertThat(it.resource()).isEqualTo("/x?key=SECRET"));
        assertThat(to("WS://host?x").resource()).isEqualTo("/?x");
    }

    @Test
    void limitsAreChecked() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new Limits(0, 1, 1, second, second)).hasMessage("limits must be positive");
        assertThatThrownBy(() -> new Limits(1, 0, 1, second, second)).hasMessage("limits must be positive");
        assertThatThrownBy(() -> new Limits(1, 1, 0, second, second)).hasMessage("limits must be positive");
        assertThatThrownBy(() -> new Limits(1, 1, (1L << 30) + 1, second, second))
                .hasMessage("maxOutboxBytes must be at most 1073741824");
        assertThatThrownBy(() -> new Limits(1, 1, 1, Duration.ZERO, second))
                .hasMessage("handshakeTimeout must be positive");
        assertThatThrownBy(() -> new Limits(1, 1, 1, second, second.negated()))
                .hasMessage("closeTimeout must be positive");
    }
}

package dev.iii.example.inventory.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LivePageTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:3111, ws://127.0.0.1:3112",
        "localhost, ws://localhost:3112",
        "shop.example:80, ws://shop.example:3112",
        "[::1]:3111, ws://[::1]:3112"
    })
    void theStreamPortIsOnTheHostOfThePage(String host, String url) {
        assertThat(LivePage.streamUrl(Optional.of(host))).isEqualTo(url);
    }

    /** The address becomes part of the page and of its policy. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a\"><script>alert(1)</script>",
                "a; script-src *",
                "a b",
                "a'b",
                "user@host",
                "host:port",
                "a/b",
                "*",
                "a,b",
                "[::1"
            })
    void aHostWithSpecialCharactersIsNotUsed(String host) {
        assertThat(LivePage.streamUrl(Optional.of(host))).isEqualTo("ws://127.0.0.1:3112");
    }

    @Test
    void aRequestWithoutAHostGetsTheLoopbackAddress() {
        assertThat(LivePage.streamUrl(Optional.empty())).isEqualTo("ws://127.0.0.1:3112");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://a", "ws://a b", "ws://a;script-src *", "ws://a\"", "a:3112", "wss://"})
    void anInvalidAddressIsRefused(String url) {
        assertThatThrownBy(() -> LivePage.checked(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it must be like ws://127.0.0.1:3112");
    }

    /** The script of the page shows after 4 s without a message that no worker runs. */
    @ParameterizedTest
    @CsvSource({"0, 250", "5, 250", "20, 1000", "40, 2000", "5000, 2000"})
    void aSlowRunDelaysTheNextOneOnlyALittle(long runMillis, long pauseMillis) {
        assertThat(LivePage.pauseMillis(runMillis)).isEqualTo(pauseMillis);
    }

    @Test
    void anAddressWithAPathAndTlsIsAccepted() {
        assertThat(LivePage.checked("wss://shop.example/stream/")).isEqualTo("wss://shop.example/stream/");
    }
}

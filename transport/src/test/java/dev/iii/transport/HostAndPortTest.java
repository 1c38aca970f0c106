package dev.iii.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostAndPortTest {

    @ParameterizedTest
    @CsvSource({
        "ws://localhost, localhost, -1",
        "ws://localhost:1, localhost, 1",
        "ws://my_engine:49134, my_engine, 49134",
        "ws://my_engine, my_engine, -1",
        "wss://_u:p@w@shop_engine.my_net:443/base?x=y@z, shop_engine.my_net, 443",
        "ws://my_engine:/path, my_engine, -1",
        "ws://engine.1a:80, engine.1a, 80",
        "ws://[::1]:80, [::1], 80",
        "ws://my_engine:70000, my_engine, 70000"
    })
    void hostNamesMayContainUnderscores(String address, String host, int port) {
        assertThat(HostAndPort.of(URI.create(address))).isEqualTo(new HostAndPort(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ws:/path",
                "ws:opaque",
                "ws:///path",
                "ws://my_engine:x",
                "ws://a*b",
                "ws://-_a:1",
                "ws://@:1",
                "/x"
            })
    void otherAddressesHaveNoHost(String address) {
        assertThat(HostAndPort.of(URI.create(address))).isNull();
    }

    @Test
    void isWrittenAsInAnAddress() {
        assertThat(new HostAndPort("my_engine", -1)).hasToString("my_engine");
        assertThat(new HostAndPort("[::1]", 80)).hasToString("[::1]:80");
    }
}

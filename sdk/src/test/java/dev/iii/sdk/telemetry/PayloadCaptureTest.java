package dev.iii.sdk.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadCaptureTest {

    @Test
    void withoutVariablesPayloadsAreCapturedUpToTheDefault() {
        assertThat(PayloadCapture.fromEnvironment(Map.<String, String>of()::get))
                .isEqualTo(new PayloadCapture(true, PayloadCapture.DEFAULT_MAX_BYTES));
    }

    @ParameterizedTest
    @CsvSource({"1,false", "true,false", "TRUE,false", "0,true", "yes,true", "'',true"})
    void aVariableSwitchesItOff(String value, boolean enabled) {
        assertThat(PayloadCapture.fromEnvironment(Map.of("III_DISABLE_TRACE_PAYLOADS", value)::get)
                        .enabled())
                .isEqualTo(enabled);
    }

    @ParameterizedTest
    @CsvSource({
        "100,100",
        "unlimited,2147483647",
        "8192mb,8192",
        "0,8192",
        "-1,8192",
        "'',8192",
        "99999999999,2147483647"
    })
    void aVariableSetsTheCap(String value, int bytes) {
        assertThat(PayloadCapture.fromEnvironment(Map.of("III_TRACE_PAYLOAD_MAX_BYTES", value)::get)
                        .maxBytes())
                .isEqualTo(bytes);
    }

    @Test
    void aCapBelowOneIsRefused() {
        assertThatThrownBy(() -> PayloadCapture.upTo(0)).hasMessage("maxBytes is 0; it must be at least 1");
    }
}

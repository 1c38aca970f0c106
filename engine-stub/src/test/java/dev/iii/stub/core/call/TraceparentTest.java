package dev.iii.stub.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that a traceparent is parsed and written again as by the real engine. */
class TraceparentTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "00-T-S-01, 00-T-S-01",
                "00-T-S-00, 00-T-S-00",
                "00-T-S-0, 00-T-S-00",
                "00-T-S-02, 00-T-S-00",
                "00-T-S-03, -",
                "00-T-S-ff, -",
                "'', -",
                "00-00000000000000000000000000000000-S-01, -",
                "00-T-0000000000000000-01, -",
                "00-0AF7651916CD43DD8448EB211C80319C-S-01, -",
                "00-T-B7AD6B7169203331-01, -",
                "ff-T-S-01, -",
                "100-T-S-01, -",
                "01-T-S-03-extra, 00-T-S-01",
                "cc-T-S-fe, 00-T-S-00",
                "00-T-S-01-extra, -",
                "00-T-S-01-, 00-T-S-01",
                "'  00-T-S-01 ', 00-T-S-01",
                "00-af7651916cd43dd8448eb211c80319c-S-01, 00-T-S-01",
                "00-+af7651916cd43dd8448eb211c80319c-S-01, 00-T-S-01",
                "00-Ta-S-01, 00-af7651916cd43dd8448eb211c80319ca-S-01",
                "00-1T-S-01, -",
                "0-T-9-1, 00-T-0000000000000009-01",
                "00-T-S-zz, -",
                "00-T-S-, -",
                "00-T-S, -",
                "00-T-S-+, -",
                "00_T_S_01, -",
                "00-T-S-０1, -",
                "not a trace, -",
            })
    void headerIsWrittenAgainOrAbsent(String received, String sent) {
        Traceparent parsed = Traceparent.parse(filled(received));
        assertThat(parsed == null ? null : parsed.text()).isEqualTo(sent == null ? null : filled(sent));
    }

    private static String filled(String text) {
        return text.replace("T", TRACE).replace("S", SPAN);
    }
}

package dev.iii.sdk.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Parameters of headers. */
class HeaderParametersTest {

    @Test
    void namesAreLowerCaseAndValuesMayBeQuoted() {
        assertThat(HeaderParameters.of("Text/Plain; Charset=\"ISO-8859-1\" ;a = b; empty=; none"))
                .isEqualTo(Map.of("charset", "ISO-8859-1", "a", "b", "empty", ""));
        assertThat(HeaderParameters.of("multipart/mixed; boundary=\"a;b=c\"; x=1"))
                .isEqualTo(Map.of("boundary", "a;b=c", "x", "1"));
    }

    @Test
    void quotesAndBackslashesCanBeEscaped() {
        assertThat(HeaderParameters.of("form-data; filename=\"a\\\"b\\\\c\\d.txt\""))
                .isEqualTo(Map.of("filename", "a\"b\\c\\d.txt"));
        assertThat(HeaderParameters.of("form-data; filename=\"no end")).isEqualTo(Map.of("filename", "no end"));
    }

    @Test
    void theExtendedFormReplacesThePlainOne() {
        Map<String, String> expected = Map.of("filename", "\u00fc + b.txt");
        assertThat(HeaderParameters.of("form-data; filename=u.txt; filename*=UTF-8''%C3%BC%20+%20b.txt"))
                .isEqualTo(expected);
        assertThat(HeaderParameters.of("form-data; filename*=utf-8'de'%C3%BC%20+%20b.txt; filename=u.txt"))
                .isEqualTo(expected);
        assertThat(HeaderParameters.of("form-data; filename=u.txt; filename*=nothing-known''x"))
                .isEqualTo(Map.of("filename", "u.txt"));
        assertThat(HeaderParameters.of("form-data; filename=u.txt; filename*=UTF-8''%zz"))
                .isEqualTo(Map.of("filename", "u.txt"));
    }
}

package dev.iii.stub.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

/** Tests queries that browsers, scripts and attackers write. */
class QueryStringTest {

    @Test
    void theLastValueOfARepeatedNameIsUsed() {
        assertThat(QueryString.parse("a=1&b=2&a=3")).containsOnly(entry("a", "3"), entry("b", "2"));
    }

    @Test
    void invalidEscapesAreKept() {
        assertThat(QueryString.parse("%zz=%4&x=%&y=%41%g1"))
                .containsOnly(entry("%zz", "%4"), entry("x", "%"), entry("y", "A%g1"));
    }

    @Test
    void namesAndValuesAreDecodedAsUtf8() {
        assertThat(QueryString.parse("%C3%A9=%F0%9F%98%80+%2B&bad=%FF"))
                .containsOnly(entry("é", "😀 +"), entry("bad", "\uFFFD"));
    }

    @Test
    void emptyPartsAreIgnored() {
        assertThat(QueryString.parse("")).isEmpty();
        assertThat(QueryString.parse(null)).isEmpty();
        assertThat(QueryString.parse("&&a&=v&")).containsOnly(entry("a", ""), entry("", "v"));
    }
}

package dev.iii.stub.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests patterns and lists of patterns. */
class WildcardTest {

    @ParameterizedTest
    @CsvSource({
        "a::b, a::b, true",
        "a::b, a::bc, false",
        "*, '', true",
        "*, anything, true",
        "api::*, api::, true",
        "api::*, api::x::y, true",
        "api::*, xapi::y, false",
        "*::public, x::public, true",
        "*::public, x::public2, false",
        "a*b*c, abc, true",
        "a*b*c, axxbyyc, true",
        "a*b*c, acb, false",
        "ab*ba, aba, false",
        "ab*ba, abba, true",
        "*aa*, a, false",
        "**, x, true",
        "a**b, ab, true",
        "?, x, false",
        "a.c, abc, false",
        "x*ab*b, xab, false",
        "x*ab*b, xabb, true",
    })
    void onlyTheStarIsSpecial(String pattern, String text, boolean fits) {
        assertThat(new Wildcard(pattern).matches(text)).isEqualTo(fits);
    }

    @Test
    void hostilePatternIsMatchedInTime() {
        String pattern = "*a".repeat(2000) + "*b";
        assertThat(new Wildcard(pattern).matches("a".repeat(20_000))).isFalse();
    }

    @Test
    void wrappingIsRemoved() {
        assertThat(Wildcard.unwrapped("match(\"a*\")")).isEqualTo("a*");
        assertThat(Wildcard.unwrapped(" match('a*') ")).isEqualTo("a*");
        assertThat(Wildcard.unwrapped("match(\"\")")).isEmpty();
        assertThat(Wildcard.unwrapped("match(\")")).isNull();
        assertThat(Wildcard.unwrapped("match(a*)")).isNull();
        assertThat(Wildcard.unwrapped("match(\"a')")).isNull();
        assertThat(Wildcard.unwrapped("a*")).isNull();
    }

    @Test
    void grantIsAnIdOrAPattern() {
        AllowedFunctions allowed =
                new AllowedFunctions(List.of("svc::get", "match(\"x::*\")", "match(\"y::one\")", "z*z"));
        assertThat(List.of("svc::get", "x::", "x::a", "y::one", "zz", "zaz", "z*z"))
                .allMatch(allowed::cover);
        assertThat(List.of("svc::gets", "y::two", "match(\"y::one\")", "za", ""))
                .noneMatch(allowed::cover);
    }
}

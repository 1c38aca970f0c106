package dev.iii.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "ü", "€", "😀", "a😀b"})
    void acceptsEncodedStrings(String text) {
        assertThat(Utf8.isValid(text.getBytes(StandardCharsets.UTF_8))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "c3", "c080", "e282", "eda080", "f4908080", "f09f98", "61ff62"})
    void rejectsOtherBytes(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(Utf8.isValid(bytes)).isFalse();
        assertThatThrownBy(() -> RawJson.parse(bytes, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a JSON value: the bytes are not UTF-8");
    }

    @Test
    void checksTheWholeOfALargeArray() {
        for (int size = 8180; size < 8200; size++) {
            byte[] text = ("x".repeat(size) + "😀".repeat(10_000)).getBytes(StandardCharsets.UTF_8);
            assertThat(Utf8.isValid(text)).as("%d characters in front", size).isTrue();
            assertThat(Utf8.isValid(Arrays.copyOf(text, text.length - 1)))
                    .as("%d characters in front, truncated", size)
                    .isFalse();
        }
    }
}

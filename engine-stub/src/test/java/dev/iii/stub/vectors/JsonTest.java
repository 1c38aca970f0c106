package dev.iii.stub.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "hello", "{} {}", "[1,]", "nul", "'a'"})
    void whatIsNoJsonAppearsAsText(String text) {
        assertThat(Json.parseOrText(text)).isEqualTo(Json.object("$text", text));
    }

    @Test
    void isWrittenLikeTheRecordingsWithSpacesAndPlainCharacters() {
        String text = "{\"a\": [1, 2.5, {}], \"b\": {\"c\": [], \"d\": \"\\u00E9\\uD800\"}}";

        assertThat(Json.text(Objects.requireNonNull(Json.parse(text)))).isEqualToIgnoringCase(text);
    }
}

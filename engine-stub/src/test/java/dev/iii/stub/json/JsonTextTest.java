package dev.iii.stub.json;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.protocol.RawJson;
import org.junit.jupiter.api.Test;

class JsonTextTest {

    @Test
    void numberThatIsTooLargeIsBadInput() {
        for (String json : new String[] {"1e99999999999", "{\"a\":[-1e-99999999999]}"}) {
            assertThatThrownBy(() -> JsonText.tree(RawJson.parse(json))).isInstanceOf(BadInputException.class);
        }
    }
}

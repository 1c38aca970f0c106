package dev.iii.stub.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.RawJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The id of the caller in a payload (engine behaviour, section 5). */
class CallerIdTest {

    private static String into(String data) {
        // In the middle of a longer text, as in a frame.
        byte[] frame = ("{\"data\":" + data + "}").getBytes(StandardCharsets.UTF_8);
        RawJson slice = RawJson.wrap(frame, 8, frame.length - 9);
        return CallerId.into(slice, "ID".getBytes(StandardCharsets.US_ASCII)).text();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "5", "\"s\"", "[1,2]", "true", "[{\"a\":1}]"})
    void valuesThatAreNoObjectsStay(String data) {
        assertThat(into(data)).isEqualTo(data);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|{\"_caller_worker_id\":\"ID\"}",
                "{ }|{\"_caller_worker_id\":\"ID\" }",
                "{\"x\":1}|{\"_caller_worker_id\":\"ID\",\"x\":1}",
                "{ \"x\" : {\"y\":[]} }|{\"_caller_worker_id\":\"ID\", \"x\" : {\"y\":[]} }",
                "{\"a\\\\b\":\"\\u00e9\\n\"}|{\"_caller_worker_id\":\"ID\",\"a\\\\b\":\"\\u00e9\\n\"}",
            })
    void objectsGetIt(String data, String expected) {
        assertThat(into(data)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"_caller_worker_id\":\"fake\"}|{\"_caller_worker_id\":\"ID\"}",
                "{\"x\":1,\"_caller_worker_id\":{\"a\":[1]},\"y\":2}|{\"_caller_worker_id\":\"ID\",\"x\":1,\"y\":2}",
                "{\"_caller_\\u0077orker_id\":1,\"x\":2}|{\"_caller_worker_id\":\"ID\",\"x\":2}",
                "{\"_caller_worker_id\":1,\"_caller_worker_id\":2}|{\"_caller_worker_id\":\"ID\"}",
                "{\"x\":{\"_caller_worker_id\":1}}|{\"_caller_worker_id\":\"ID\",\"x\":{\"_caller_worker_id\":1}}",
            })
    void anIdThatIsThereIsReplacedHoweverItIsWritten(String data, String expected) {
        assertThat(into(data)).isEqualTo(expected);
    }

    @Test
    void payloadOfTheCallerIsNotChanged() {
        RawJson data = RawJson.parse("{\"x\":1}");
        CallerId.into(data, new byte[] {'I'});
        assertThat(data.text()).isEqualTo("{\"x\":1}");
    }
}

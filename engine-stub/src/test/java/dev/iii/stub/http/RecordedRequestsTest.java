package dev.iii.stub.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.RawJson;
import dev.iii.stub.json.JsonText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests whose responses were recorded from the real engine get the same responses from the stub. */
class RecordedRequestsTest extends HttpPortScene {

    private static final int LONG = 300;
    private static final int SHOWN = 20;

    @Test
    void requestsGetTheRecordedResponses() throws IOException {
        provideRoutes();
        Map<String, JsonNode> differences = byName("/http/differences.jsonl");
        List<String> failures = new ArrayList<>();
        for (JsonNode recorded : byName("/http/recorded.jsonl").values()) {
            String name = recorded.get("name").stringValue();
            JsonNode expected = differences.getOrDefault(name, recorded).get("responses");
            JsonNode actual = RecordedRequest.send(stub.httpUrl(), recorded);
            if (!actual.equals(expected)) {
                failures.add(name + "\n  expected " + expected + "\n  but was  " + actual);
            }
        }
        assertThat(failures.subList(0, Math.min(failures.size(), SHOWN)))
                .as("%d requests have other responses", failures.size())
                .isEmpty();
    }

    @Test
    void everyDifferenceIsOneAndHasAReason() throws IOException {
        Map<String, JsonNode> recorded = byName("/http/recorded.jsonl");
        assertThat(recorded).hasSizeGreaterThan(900);
        byName("/http/differences.jsonl").forEach((name, difference) -> {
            assertThat(recorded).containsKey(name);
            assertThat(difference.get("responses"))
                    .as(name)
                    .isNotEqualTo(Objects.requireNonNull(recorded.get(name)).get("responses"));
            assertThat(difference.get("why").stringValue()).as(name).isNotBlank();
        });
    }

    private static Map<String, JsonNode> byName(String resource) throws IOException {
        Map<String, JsonNode> lines = new LinkedHashMap<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(RecordedRequestsTest.class.getResourceAsStream(resource)),
                StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                JsonNode one = FakeWorker.MAPPER.readTree(line);
                lines.put(one.get("name").stringValue(), one);
            }
        }
        return lines;
    }

    private void provideRoutes() throws IOException {
        worker.rawFunction("probe::echo", RecordedRequestsTest::echo)
                .rawFunction("probe::result", data -> "\"result\":" + parameter(data, "r"))
                .rawFunction("probe::error", data -> "\"error\":" + parameter(data, "e"));
        int id = 0;
        for (JsonNode route : byName("/http/routes.jsonl").values()) {
            ObjectNode config = FakeWorker.MAPPER.createObjectNode();
            config.put("api_path", route.get("path").stringValue());
            config.put("http_method", route.get("method").stringValue());
            worker.route("route-" + id++, route.get("function").stringValue(), config.toString());
        }
    }

    /** Returns what the function received. Long texts are shortened, because the recordings contain the result. */
    private static String echo(RawJson data) {
        ObjectNode echo = FakeWorker.MAPPER.createObjectNode();
        data.forEachField((name, value) -> {
            switch (name) {
                case "method", "path" -> echo.put(name, JsonText.string(value));
                case "body" -> echo.put(name, shortened(value.text()));
                case "path_params", "query_params", "headers" -> {
                    ObjectNode strings = echo.putObject(name);
                    value.forEachField((key, text) -> strings.put(shortened(key), shortened(JsonText.string(text))));
                    strings.remove("host");
                }
                default -> {}
            }
        });
        return "\"result\":{\"status_code\":200,\"body\":" + echo + "}";
    }

    private static String shortened(String text) {
        int length = text.codePointCount(0, text.length());
        return length <= LONG ? text : "<" + length + " characters>";
    }

    private static String parameter(RawJson data, String name) {
        return JsonText.string(field(field(data, "query_params"), name));
    }

    private static RawJson field(RawJson object, String name) {
        Map<String, RawJson> fields = new HashMap<>();
        object.forEachField(fields::put);
        return Objects.requireNonNull(fields.get(name));
    }
}

package dev.iii.sdk.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.error.UpdateException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.state.StateChange;
import dev.iii.sdk.state.StateUpdate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Plays the updates that were recorded from the real engine on values kept here. */
class RecordedUpdatesTest {

    private static final Path RECORDINGS = Path.of("..", "engine-stub", "src", "test", "resources", "vectors");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, Json> values = new HashMap<>();
    private int updates;

    static List<String> recordings() throws IOException {
        try (Stream<Path> files = Files.list(RECORDINGS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("state-update-") || name.equals("stream-update.jsonl"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void theSameOperationsHaveTheSameEffect(String recording) throws IOException {
        for (String line : Files.readAllLines(RECORDINGS.resolve(recording))) {
            JsonNode step = MAPPER.readTree(line);
            if (step.has("call")) {
                play(step);
            }
        }
        assertThat(updates).isPositive();
    }

    private void play(JsonNode step) {
        JsonNode data = step.at("/call/data");
        String key = data.path("scope").asString("") + data.path("key").asString("");
        String function = step.at("/call/function_id").asString();
        switch (function.substring(function.indexOf("::") + 2)) {
            case "set" -> values.put(key, Json.parse(data.get("value").toString()));
            case "get" ->
                assertThat(fits(tree(values.get(key)), step.get("result"))).isTrue();
            case "update" -> update(key, step);
            default -> throw new IllegalStateException("not played here: " + function);
        }
    }

    private void update(String key, JsonNode step) {
        updates++;
        JsonNode operations = step.at("/call/data/ops");
        Json ops = operations.isMissingNode() ? Json.NULL : Json.parse(operations.toString());
        if (step.has("error")) {
            assertThatThrownBy(() -> StateUpdate.apply(Optional.ofNullable(values.get(key)), ops))
                    .isInstanceOf(InvalidRequestException.class);
            return;
        }
        StateChange change = StateUpdate.apply(Optional.ofNullable(values.get(key)), ops);
        values.put(key, change.newValue());
        JsonNode expected = step.get("result");
        assertThat(fits(tree(change.oldValue()), expected.get("old_value")))
                .as("old value of %s", step)
                .isTrue();
        assertThat(fits(tree(change.newValue()), expected.get("new_value")))
                .as("new value %s of %s", change.newValue().text(), step)
                .isTrue();
        assertThat(change.errors()).hasSize(expected.path("errors").size());
        for (int i = 0; i < change.errors().size(); i++) {
            JsonNode error = expected.get("errors").get(i);
            UpdateException.Failure failure = change.errors().get(i);
            assertThat(failure.operation()).isEqualTo(error.get("op_index").intValue());
            assertThat(failure.code()).isEqualTo(error.get("code").asString());
            assertThat(fits(tree(Json.of(failure.message())), error.get("message")))
                    .as("%s of %s", failure, step)
                    .isTrue();
        }
    }

    private static JsonNode tree(@Nullable Json json) {
        return MAPPER.readTree(json == null ? "null" : json.text());
    }

    /** Numbers are compared by value; {@code $any}, {@code $object} and the like fit everything here. */
    private static boolean fits(JsonNode actual, JsonNode expected) {
        if (expected.isString() && expected.asString().startsWith("$")) {
            return true;
        }
        return actual.equals(
                (a, b) -> a.isNumber() && b.isNumber()
                        ? a.decimalValue().compareTo(b.decimalValue())
                        : a.equals(b) ? 0 : 1,
                expected);
    }
}

package dev.iii.stub.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class JsonCursorTest {

    private static final ObjectMapper PLAIN = new ObjectMapper();
    private static final ObjectMapper SPACED =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Creates random trees. The seed is the number of the repetition. */
    private static JsonNode random(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 5 : 7);
        return switch (kind) {
            case 0 -> PLAIN.getNodeFactory().nullNode();
            case 1 -> PLAIN.getNodeFactory().booleanNode(random.nextBoolean());
            case 2 -> PLAIN.getNodeFactory().numberNode(random.nextLong());
            case 3 -> PLAIN.getNodeFactory().numberNode(random.nextDouble());
            case 4 -> PLAIN.getNodeFactory().stringNode(text(random));
            case 5 -> {
                ArrayNode array = PLAIN.createArrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(random(random, depth - 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = PLAIN.createObjectNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set(text(random), random(random, depth - 1));
                }
                yield object;
            }
        };
    }

    private static String text(Random random) {
        String letters = "ab\"\\{}[],: \n\té€😀";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.appendCodePoint(letters.codePointAt(
                    letters.offsetByCodePoints(0, random.nextInt(letters.codePointCount(0, letters.length())))));
        }
        return text.toString();
    }

    private static JsonNode walk(RawJson value) {
        return switch (JsonKind.of(value)) {
            case OBJECT -> {
                ObjectNode object = PLAIN.createObjectNode();
                JsonCursor members = JsonCursor.ofObject(value);
                while (members.next()) {
                    assertThat(members.nameIs(members.name().getBytes(StandardCharsets.UTF_8)))
                            .isTrue();
                    object.set(members.name(), walk(members.value()));
                }
                yield object;
            }
            case ARRAY -> {
                ArrayNode array = PLAIN.createArrayNode();
                JsonCursor elements = JsonCursor.ofArray(value);
                while (elements.next()) {
                    array.add(walk(elements.value()));
                }
                yield array;
            }
            case STRING -> PLAIN.getNodeFactory().stringNode(JsonText.string(value));
            default -> PLAIN.readTree(value.text());
        };
    }

    @RepeatedTest(300)
    void agreesWithJackson(RepetitionInfo repetition) {
        JsonNode tree = random(new Random(repetition.getCurrentRepetition()), 5);
        assertThat(walk(RawJson.parse(PLAIN.writeValueAsString(tree)))).isEqualTo(tree);
        assertThat(walk(RawJson.parse(SPACED.writeValueAsString(tree)))).isEqualTo(tree);
    }

    @Test
    void depthNeedsNoStack() {
        int depth = 200_000;
        byte[] deep = ("[" + "[".repeat(depth) + "]".repeat(depth) + "]").getBytes(StandardCharsets.US_ASCII);
        JsonCursor elements = JsonCursor.ofArray(RawJson.wrap(deep));
        assertThat(elements.next()).isTrue();
        assertThat(elements.value().length()).isEqualTo(2 * depth);
        assertThat(elements.next()).isFalse();
    }
}

package dev.iii.stub.vectors;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON as the recordings have it. */
final class Json {

    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(5_000)
                            .maxStringLength(64 << 20)
                            .build())
                    .build())
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    /** With a space behind comma and colon: some recordings show the bytes of what was sent. */
    private static final ObjectWriter WRITER = MAPPER.writer()
            .with(new DefaultPrettyPrinter(new Separators()
                            .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                            .withObjectEntrySpacing(Separators.Spacing.AFTER)
                            .withArrayElementSpacing(Separators.Spacing.AFTER)
                            .withObjectEmptySeparator("")
                            .withArrayEmptySeparator(""))
                    .withObjectIndenter(new DefaultPrettyPrinter.NopIndenter())
                    .withArrayIndenter(new DefaultPrettyPrinter.NopIndenter()));

    private Json() {}

    /** The value, or {@code null} when the text is no JSON. */
    static @Nullable JsonNode parse(String text) {
        try {
            JsonNode value = MAPPER.readTree(text);
            return value.isMissingNode() ? null : value;
        } catch (JacksonException e) {
            return null;
        }
    }

    /** The value, or {@code {"$text":"…"}} when the text is no JSON. */
    static JsonNode parseOrText(String text) {
        JsonNode value = parse(text);
        return value != null ? value : object("$text", text);
    }

    static String text(JsonNode value) {
        return WRITER.writeValueAsString(value);
    }

    static ObjectNode object() {
        return NODES.objectNode();
    }

    static ObjectNode object(String field, String value) {
        return object().put(field, value);
    }

    /** Numbers by value (1 and 1.0 are equal), everything else strictly. */
    static boolean same(JsonNode a, JsonNode b) {
        return a.equals(
                (x, y) -> {
                    if (x.isNumber() && y.isNumber()) {
                        return sameNumber(x, y) ? 0 : 1;
                    }
                    return x.equals(y) ? 0 : 1;
                },
                b);
    }

    private static boolean sameNumber(JsonNode a, JsonNode b) {
        if (infinite(a) || infinite(b)) {
            return a.doubleValue() == b.doubleValue();
        }
        return exact(a).compareTo(exact(b)) == 0;
    }

    private static boolean infinite(JsonNode number) {
        return number.isFloatingPointNumber() && !Double.isFinite(number.doubleValue());
    }

    private static BigDecimal exact(JsonNode number) {
        return number.isIntegralNumber()
                ? new BigDecimal(number.bigIntegerValue())
                : new BigDecimal(number.doubleValue());
    }
}

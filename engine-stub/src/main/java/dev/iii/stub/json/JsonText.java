package dev.iii.stub.json;

import dev.iii.protocol.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Converts between raw JSON, strings and trees. Trees are for code that changes a part of a value. */
public final class JsonText {

    /** Updates can nest a stored value deeper than a frame may be nested. */
    private static final int MAX_DEPTH = 1000;

    private static final int MAX_LENGTH = 64 << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_LENGTH)
                            .maxNameLength(MAX_LENGTH)
                            .build())
                    .build())
            // Keeps the exact value of numbers that an update does not change, and the difference between 1 and 1.0.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final ObjectWriter SORTING = MAPPER.writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

    private JsonText() {}

    /** Returns the content of a JSON string. The value must be a JSON string. */
    public static String string(RawJson string) {
        return string(string.array(), string.offset() + 1, string.offset() + string.length() - 1);
    }

    /** Returns {@code true} if the value is a JSON string. */
    public static boolean isString(RawJson value) {
        return value.array()[value.offset()] == '"';
    }

    /** Returns the string between two quotes. */
    static String string(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == '\\') {
                return MAPPER.readValue(bytes, start - 1, end - start + 2, String.class);
            }
        }
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    /**
     * Parses a value into a tree that may be changed.
     *
     * @throws BadInputException if the value contains a number that is too large to compute with
     */
    public static JsonNode tree(RawJson value) {
        try {
            return MAPPER.readTree(value.array(), value.offset(), value.length());
        } catch (JacksonException e) {
            throw new BadInputException(e.getOriginalMessage());
        } catch (NumberFormatException e) {
            // An exponent with too many digits causes this exception instead of a JacksonException.
            throw new BadInputException("number out of range");
        }
    }

    /** Returns the value without white space, with the members of objects sorted by name. */
    public static String compact(RawJson value) {
        return SORTING.writeValueAsString(tree(value));
    }

    /** Returns a tree as JSON with canonical numbers. */
    public static RawJson raw(JsonNode tree) {
        return RawJson.wrap(CanonicalNumbers.of(MAPPER.writeValueAsBytes(tree)));
    }

    /**
     * Returns a copy of the value. The value itself is a slice that keeps the whole message in memory; the copy does
     * not.
     */
    public static RawJson detached(RawJson value) {
        return RawJson.wrap(Arrays.copyOfRange(value.array(), value.offset(), value.offset() + value.length()));
    }
}

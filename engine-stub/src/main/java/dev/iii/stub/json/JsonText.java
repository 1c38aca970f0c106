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

/** Between raw JSON and values: strings, and trees for those who change a part of a value. */
public final class JsonText {

    /** A stored value may have been nested deeper by an update than any frame may be. */
    private static final int MAX_DEPTH = 1000;

    private static final int MAX_LENGTH = 64 << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_LENGTH)
                            .maxNameLength(MAX_LENGTH)
                            .build())
                    .build())
            // What an update does not touch stays as it was written: 1.0, 1.10 and 1e400.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final ObjectWriter SORTING = MAPPER.writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

    private JsonText() {}

    /** The text of a JSON string; the value must be one. */
    public static String string(RawJson string) {
        return string(string.array(), string.offset() + 1, string.offset() + string.length() - 1);
    }

    /** Whether the value is a JSON string. */
    public static boolean isString(RawJson value) {
        return value.array()[value.offset()] == '"';
    }

    /** The text between two quotes. */
    static String string(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == '\\') {
                return MAPPER.readValue(bytes, start - 1, end - start + 2, String.class);
            }
        }
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    /**
     * The value as a tree that may be changed.
     *
     * @throws BadInputException when a number in it is beyond what can be computed with
     */
    public static JsonNode tree(RawJson value) {
        try {
            return MAPPER.readTree(value.array(), value.offset(), value.length());
        } catch (JacksonException e) {
            throw new BadInputException(e.getOriginalMessage());
        } catch (NumberFormatException e) {
            // An exponent of so many digits is no JacksonException.
            throw new BadInputException("number out of range");
        }
    }

    /** The value without white space, the members of objects sorted by name. */
    public static String compact(RawJson value) {
        return SORTING.writeValueAsString(tree(value));
    }

    /** A tree as JSON. */
    public static RawJson raw(JsonNode tree) {
        return RawJson.wrap(MAPPER.writeValueAsBytes(tree));
    }

    /** A copy that does not keep the message alive from which the value was cut. */
    public static RawJson detached(RawJson value) {
        return RawJson.wrap(Arrays.copyOfRange(value.array(), value.offset(), value.offset() + value.length()));
    }
}

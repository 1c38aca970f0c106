package dev.iii.sdk;

import dev.iii.protocol.RawJson;
import dev.iii.sdk.internal.json.JacksonCodec;
import java.io.ByteArrayOutputStream;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.ObjectMapper;

/** Takes an object or an array apart without changing what is in it: numbers keep every digit. */
final class JsonParts {

    private static final ObjectMapper MAPPER = JacksonCodec.INSTANCE.mapper();

    private JsonParts() {}

    static void fields(RawJson object, BiConsumer<String, RawJson> each) {
        try (JsonParser parser = parser(object)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            String name;
            while ((name = parser.nextName()) != null) {
                parser.nextToken();
                each.accept(name, copy(parser));
            }
        }
    }

    static void elements(RawJson array, Consumer<RawJson> each) {
        try (JsonParser parser = parser(array)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return;
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                each.accept(copy(parser));
            }
        }
    }

    private static JsonParser parser(RawJson json) {
        return MAPPER.createParser(json.array(), json.offset(), json.length());
    }

    private static RawJson copy(JsonParser parser) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = MAPPER.createGenerator(bytes)) {
            generator.copyCurrentStructureExact(parser);
        }
        return RawJson.wrap(bytes.toByteArray());
    }
}

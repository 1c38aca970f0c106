package dev.iii.sdk.jackson2;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.channel.ChannelWriter;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads and writes the types of the SDK that may be inside a payload: JSON and references to channels. */
final class SdkModule extends SimpleModule {

    private static final long serialVersionUID = 1;

    SdkModule(JsonCodec codec) {
        super("iii-sdk");
        addSerializer(Json.class, new JsonSerializer());
        addDeserializer(Json.class, new JsonDeserializer(codec));
        addSerializer(ChannelRef.class, new RefSerializer<>(ChannelRef.class, ref -> ref));
        addSerializer(ChannelReader.class, new RefSerializer<>(ChannelReader.class, ChannelReader::ref));
        addSerializer(ChannelWriter.class, new RefSerializer<>(ChannelWriter.class, ChannelWriter::ref));
        addDeserializer(ChannelRef.class, new RefDeserializer());
    }

    private static final class JsonSerializer extends StdSerializer<Json> {

        private static final long serialVersionUID = 1;

        JsonSerializer() {
            super(Json.class);
        }

        @Override
        public void serialize(Json value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeRawValue(value.text());
        }
    }

    private static final class JsonDeserializer extends StdDeserializer<Json> {

        private static final long serialVersionUID = 1;

        private static final JsonFactory PLAIN = new JsonFactory();

        private final transient JsonCodec codec;

        JsonDeserializer(JsonCodec codec) {
            super(Json.class);
            this.codec = codec;
        }

        @Override
        public Json deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            StringWriter text = new StringWriter();
            try (JsonGenerator generator = PLAIN.createGenerator(text)) {
                generator.copyCurrentStructureExact(parser);
            }
            return Json.parse(text.toString(), codec);
        }

        @Override
        public Json getNullValue(DeserializationContext context) {
            return Json.NULL;
        }
    }

    private static final class RefSerializer<T> extends StdSerializer<T> {

        private static final long serialVersionUID = 1;

        private final transient Function<T, ChannelRef> ref;

        RefSerializer(Class<T> type, Function<T, ChannelRef> ref) {
            super(type);
            this.ref = ref;
        }

        @Override
        public void serialize(T value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            ChannelRef written = ref.apply(value);
            generator.writeStartObject();
            generator.writeStringField("channel_id", written.channelId());
            generator.writeStringField("access_key", written.accessKey());
            generator.writeStringField("direction", written.direction().name().toLowerCase(Locale.ROOT));
            generator.writeEndObject();
        }
    }

    private static final class RefDeserializer extends StdDeserializer<ChannelRef> {

        private static final long serialVersionUID = 1;

        RefDeserializer() {
            super(ChannelRef.class);
        }

        @Override
        public ChannelRef deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonNode tree = context.readTree(parser);
            ChannelRef ref = ChannelRef.of(
                            text(tree.path("channel_id")), text(tree.path("access_key")), text(tree.path("direction")))
                    .orElse(null);
            return ref != null ? ref : context.reportInputMismatch(this, "not a reference to a channel");
        }

        private static @Nullable String text(JsonNode node) {
            return node.isTextual() ? node.textValue() : null;
        }
    }
}

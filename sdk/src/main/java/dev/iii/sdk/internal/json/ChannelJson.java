package dev.iii.sdk.internal.json;

import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.channel.ChannelWriter;
import dev.iii.sdk.internal.channel.ChannelOpener;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** References to channels, anywhere in a payload, and the live ends in their place. */
final class ChannelJson {

    private ChannelJson() {}

    static JacksonModule module() {
        return new SimpleModule("iii-channels")
                .addSerializer(ChannelRef.class, new RefSerializer<>(ChannelRef.class, ref -> ref))
                .addSerializer(ChannelReader.class, new RefSerializer<>(ChannelReader.class, ChannelReader::ref))
                .addSerializer(ChannelWriter.class, new RefSerializer<>(ChannelWriter.class, ChannelWriter::ref))
                .addDeserializer(ChannelRef.class, new RefDeserializer())
                .addDeserializer(ChannelReader.class, new EndDeserializer<>(ChannelReader.class, ChannelOpener::reader))
                .addDeserializer(
                        ChannelWriter.class, new EndDeserializer<>(ChannelWriter.class, ChannelOpener::writer));
    }

    private static final class RefSerializer<T> extends StdSerializer<T> {

        private final transient Function<T, ChannelRef> ref;

        RefSerializer(Class<T> type, Function<T, ChannelRef> ref) {
            super(type);
            this.ref = ref;
        }

        @Override
        public void serialize(T value, JsonGenerator generator, SerializationContext context) {
            ChannelRef written = ref.apply(value);
            generator.writeStartObject();
            generator.writeStringProperty("channel_id", written.channelId());
            generator.writeStringProperty("access_key", written.accessKey());
            generator.writeStringProperty(
                    "direction", written.direction().name().toLowerCase(Locale.ROOT));
            generator.writeEndObject();
        }
    }

    private static ChannelRef read(JsonParser parser, DeserializationContext context) {
        JsonNode tree = context.readTree(parser);
        String id = tree.path("channel_id").asString("");
        String key = tree.path("access_key").asString("");
        String direction = tree.path("direction").asString("").toUpperCase(Locale.ROOT);
        boolean known = direction.equals("READ") || direction.equals("WRITE");
        if (id.isEmpty() || key.isEmpty() || !known) {
            return context.reportInputMismatch(ChannelRef.class, "not a reference to a channel");
        }
        return new ChannelRef(id, key, ChannelRef.Direction.valueOf(direction));
    }

    private static final class RefDeserializer extends StdDeserializer<ChannelRef> {

        RefDeserializer() {
            super(ChannelRef.class);
        }

        @Override
        public ChannelRef deserialize(JsonParser parser, DeserializationContext context) {
            return read(parser, context);
        }
    }

    /** Only a worker can open a channel; JSON that belongs to none is read as references. */
    private static final class EndDeserializer<T> extends StdDeserializer<T> {

        private final transient BiFunction<ChannelOpener, ChannelRef, T> open;

        EndDeserializer(Class<T> type, BiFunction<ChannelOpener, ChannelRef, T> open) {
            super(type);
            this.open = open;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) {
            ChannelRef ref = read(parser, context);
            if (!(context.getAttribute(ChannelOpener.class) instanceof ChannelOpener opener)) {
                return context.reportInputMismatch(handledType(), "a live end is only there for a worker's payloads");
            }
            try {
                return open.apply(opener, ref);
            } catch (IllegalArgumentException e) {
                return context.reportInputMismatch(handledType(), "%s", e.getMessage());
            }
        }
    }
}

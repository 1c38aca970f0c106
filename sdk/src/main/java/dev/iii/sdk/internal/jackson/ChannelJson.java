package dev.iii.sdk.internal.jackson;

import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.channel.ChannelWriter;
import dev.iii.sdk.internal.channel.ChannelOpener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Reads references to channels anywhere in a payload as live ends, and writes both as references. */
final class ChannelJson {

    private ChannelJson() {}

    static JacksonModule module() {
        return new SimpleModule("iii-channels")
                .addSerializer(ChannelRef.class, new RefSerializer<>(ChannelRef.class, ref -> ref))
                .addSerializer(ChannelReader.class, new RefSerializer<>(ChannelReader.class, ChannelReader::ref))
                .addSerializer(ChannelWriter.class, new RefSerializer<>(ChannelWriter.class, ChannelWriter::ref))
                .addDeserializer(Object.class, new UntypedDeserializer())
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
        return ChannelRef.of(text(tree.path("channel_id")), text(tree.path("access_key")), text(tree.path("direction")))
                .orElseGet(() -> context.reportInputMismatch(ChannelRef.class, "not a reference to a channel"));
    }

    private static @Nullable String text(JsonNode node) {
        return node.isString() ? node.stringValue() : null;
    }

    /** Returns the live end of a reference in an untyped value; without a worker, the reference itself. */
    private static Object end(ChannelRef ref, DeserializationContext context) {
        WorkerReadContext reading = WorkerReadContext.of(context);
        if (reading == null) {
            return ref;
        }
        return ref.direction() == ChannelRef.Direction.READ
                ? reading.opener().reader(ref)
                : reading.opener().writer(ref);
    }

    /**
     * Reads values of unknown type as maps, lists, strings, numbers and booleans. References to channels become live
     * ends.
     */
    private static final class UntypedDeserializer extends StdDeserializer<Object> {

        UntypedDeserializer() {
            super(Object.class);
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
            return switch (parser.currentToken()) {
                case START_OBJECT -> object(parser, context);
                case START_ARRAY -> array(parser, context);
                case VALUE_STRING -> parser.getString();
                case VALUE_NUMBER_INT -> parser.getNumberValue();
                case VALUE_NUMBER_FLOAT ->
                    context.isEnabled(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                            ? parser.getDecimalValue()
                            : StrictReading.finite(parser.getNumberValue(), parser, Double.class);
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case VALUE_NULL -> null;
                default -> context.handleUnexpectedToken(Object.class, parser);
            };
        }

        private @Nullable Object object(JsonParser parser, DeserializationContext context) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                fields.put(name, deserialize(parser, context));
            }
            return ChannelRef.of(
                            string(fields.get("channel_id")),
                            string(fields.get("access_key")),
                            string(fields.get("direction")))
                    .<Object>map(ref -> end(ref, context))
                    .orElse(fields);
        }

        private static @Nullable String string(@Nullable Object value) {
            return value instanceof String string ? string : null;
        }

        private List<@Nullable Object> array(JsonParser parser, DeserializationContext context) {
            List<@Nullable Object> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(deserialize(parser, context));
            }
            return elements;
        }

        @Override
        public Object deserializeWithType(
                JsonParser parser, DeserializationContext context, TypeDeserializer typeDeserializer) {
            return typeDeserializer.deserializeTypedFromAny(parser, context);
        }
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

    /**
     * Reads a reference as a live end. Only a worker can open channels; JSON that does not belong to a worker can be
     * read as {@link ChannelRef} only.
     */
    private static final class EndDeserializer<T> extends StdDeserializer<T> {

        private final transient BiFunction<ChannelOpener, ChannelRef, T> open;

        EndDeserializer(Class<T> type, BiFunction<ChannelOpener, ChannelRef, T> open) {
            super(type);
            this.open = open;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) {
            ChannelRef ref = read(parser, context);
            WorkerReadContext reading = WorkerReadContext.of(context);
            if (reading == null) {
                return context.reportInputMismatch(
                        handledType(),
                        "an end of a channel can be opened only in a payload of a worker; use ChannelRef");
            }
            try {
                return open.apply(reading.opener(), ref);
            } catch (IllegalArgumentException e) {
                return context.reportInputMismatch(handledType(), "%s", e.getMessage());
            }
        }
    }
}

package dev.iii.sdk.internal.jackson;

import dev.iii.protocol.RawJson;
import dev.iii.sdk.internal.channel.ChannelOpener;
import dev.iii.sdk.internal.json.JsonValue;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import java.io.ByteArrayOutputStream;
import java.lang.ref.Reference;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** The default codec, which uses Jackson. Thread-safe. */
public final class JacksonCodec implements JsonCodec {

    /** The only instance. */
    public static final JacksonCodec INSTANCE = new JacksonCodec();

    private static final int MAX_DEPTH = 500;
    private static final int MAX_NUMBER_LENGTH = 1000;

    private final ObjectMapper mapper;
    private final ReaderCache readers;
    private final TypeMismatches mismatches;

    private JacksonCodec() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .build();
        mapper = JsonMapper.builder(factory)
                .annotationIntrospector(new RequiredFieldsIntrospector())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING)
                .addHandler(new TypeMismatches.Handler())
                .addModule(new SimpleModule("iii-json")
                        .setDeserializerModifier(new IntegerCoercion())
                        .addSerializer(Json.class, new JsonSerializer())
                        .addDeserializer(Json.class, new JsonDeserializer()))
                .addModule(ChannelJson.module())
                // Keep the offset with which a time was sent.
                .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .build();
        readers = new ReaderCache(mapper.reader());
        mismatches = new TypeMismatches(mapper);
    }

    /** Returns a human-readable description of the JSON that the type expects, for example "an object (Sell)". */
    public String expected(Type type) {
        return mismatches.expected(mapper.constructType(type));
    }

    /** Returns the mapper, for JSON trees that the SDK itself needs. */
    public ObjectMapper mapper() {
        return mapper;
    }

    /** Returns this codec for one worker: it reads references to channels as live ends. */
    public JsonCodec withChannels(ChannelOpener opener) {
        return new JsonCodec() {
            private final WorkerReadContext reading = new WorkerReadContext(opener, this);
            private final ReaderCache readers = new ReaderCache(reading.in(mapper.reader()));

            @Override
            public byte[] write(@Nullable Object value) {
                return JacksonCodec.this.write(value);
            }

            @Override
            public @Nullable Object read(byte[] json, int offset, int length, Type type) {
                try {
                    return JacksonCodec.this.read(readers.of(type), type, json, offset, length);
                } finally {
                    Reference.reachabilityFence(reading);
                }
            }
        };
    }

    @Override
    public byte[] write(@Nullable Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JacksonException e) {
            throw TypeMismatches.unwritten(e, value);
        }
    }

    @Override
    public @Nullable Object read(byte[] json, int offset, int length, Type type) {
        return read(readers.of(type), type, json, offset, length);
    }

    private @Nullable Object read(ObjectReader reader, Type type, byte[] json, int offset, int length) {
        try {
            return reader.readValue(json, offset, length);
        } catch (JacksonException e) {
            throw mismatches.of(e, RawJson.wrap(json, offset, length), mapper.constructType(type));
        }
    }

    /** Writes JSON inside a value unchanged. */
    private static final class JsonSerializer extends StdSerializer<Json> {

        JsonSerializer() {
            super(Json.class);
        }

        @Override
        public void serialize(Json value, JsonGenerator generator, SerializationContext context) {
            generator.writeRawValue(value.text());
        }
    }

    /** Reads JSON inside a value unchanged; numbers keep all digits. */
    private static final class JsonDeserializer extends StdDeserializer<Json> {

        JsonDeserializer() {
            super(Json.class);
        }

        @Override
        public Json deserialize(JsonParser parser, DeserializationContext context) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (JsonGenerator generator = INSTANCE.mapper.createGenerator(bytes)) {
                generator.copyCurrentStructureExact(parser);
            }
            WorkerReadContext reading = WorkerReadContext.of(context);
            if (reading != null) {
                return JsonValue.of(RawJson.wrap(bytes.toByteArray()), reading.codec());
            }
            return JsonValue.of(RawJson.wrap(bytes.toByteArray()), INSTANCE);
        }

        @Override
        public Json getNullValue(DeserializationContext context) {
            return Json.NULL;
        }

        @Override
        public Json getAbsentValue(DeserializationContext context) {
            return Json.NULL;
        }
    }
}

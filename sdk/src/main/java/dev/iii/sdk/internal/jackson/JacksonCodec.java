package dev.iii.sdk.internal.jackson;

import dev.iii.protocol.RawJson;
import dev.iii.sdk.internal.channel.ChannelOpener;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.json.JsonValue;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.json.JsonCodecException;
import dev.iii.sdk.json.JsonOutput;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.PropertyNamingStrategy;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.type.LogicalType;
import tools.jackson.databind.type.TypeFactory;

/**
 * The default codec, which uses Jackson. Thread-safe.
 *
 * <p>Jackson caches what it knows about a class, and so holds its class loader. Therefore each worker has a separate
 * codec, which is collected with the worker. {@link #INSTANCE} serves code without a worker; it forgets its caches whenever
 * a worker closes.
 */
public final class JacksonCodec implements JsonCodec {

    /** The codec for values that do not belong to a worker. */
    public static final JacksonCodec INSTANCE = new JacksonCodec(null, JacksonCodec::newMapper);

    private static final JsonFactory PLAIN = new JsonFactory();

    private final @Nullable WorkerReadContext reading;
    /** Creates the mapper, and creates it again when the caches are released. */
    private final Supplier<ObjectMapper> mappers;

    /** {@code null} from {@link #forget} until the next use: creating them takes time, and a worker that closes has none. */
    private volatile @Nullable Caches caches;

    private JacksonCodec(@Nullable ChannelOpener opener, Supplier<ObjectMapper> mappers) {
        this.reading = opener == null ? null : new WorkerReadContext(opener, this);
        this.mappers = mappers;
        this.caches = Caches.of(reading, mappers.get());
    }

    /** Everything that refers to classes of the user. */
    private record Caches(
            ObjectMapper mapper, ReaderCache readers, TypeMismatches mismatches, ClosedInputs closedInputs) {

        static Caches of(@Nullable WorkerReadContext reading, ObjectMapper mapper) {
            ObjectReader reader = reading == null ? mapper.reader() : reading.in(mapper.reader());
            return new Caches(mapper, new ReaderCache(reader), new TypeMismatches(mapper), new ClosedInputs(mapper));
        }
    }

    /** Two threads may create caches at the same time; both work, and one of them stays. */
    private Caches caches() {
        Caches current = caches;
        if (current == null) {
            current = Caches.of(reading, mappers.get());
            caches = current;
        }
        return current;
    }

    private static ObjectMapper newMapper() {
        return newMapper(mapper -> {});
    }

    private static ObjectMapper newMapper(Consumer<? super JsonMapper.Builder> settings) {
        StrictWriting writing = new StrictWriting();
        JsonMapper.Builder builder = JsonMapper.builder(new PayloadFactory())
                .typeFactory(TypeFactory.createDefaultInstance())
                .annotationIntrospector(new RequiredFieldsIntrospector())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        strings -> strings.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                // Only a property with @JsonFormat(shape = NUMBER) gets here with a number.
                .withCoercionConfig(
                        LogicalType.DateTime,
                        times -> times.setCoercion(CoercionInputShape.Integer, CoercionAction.TryConvert)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.TryConvert))
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING)
                .addHandler(new TypeMismatches.Handler())
                .addModule(json(MonthKeys.addTo(
                                AddressJson.addTo(LocaleJson.addTo(PathJson.addTo(BoundedNumbers.addKeysTo(
                                        OptionalNumberDeserializer.addTo(new SimpleModule("iii-json"))))))))
                        .setDeserializerModifier(new StrictReading())
                        .setSerializerModifier(writing)
                        .setDefaultNullKeySerializer(StrictWriting.NULL_KEY))
                .addModule(NullReferences.reading())
                .addModule(ChannelJson.module())
                // Keep the offset and the zone with which a time was sent.
                .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .disable(DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID)
                .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID);
        KotlinSupport.addTo(builder);
        settings.accept(builder);
        ObjectMapper mapper = builder.build();
        writing.setReading(mapper.deserializationConfig());
        return mapper;
    }

    /** Returns a mapper of the application with what the types of the SDK need, and without closed inputs. */
    private static ObjectMapper completed(JsonMapper mapper) {
        return mapper.rebuild()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .addHandler(new TypeMismatches.Handler())
                .addModule(json(new SimpleModule("iii-json")))
                .addModule(ChannelJson.module())
                .build();
    }

    private static SimpleModule json(SimpleModule module) {
        return module.addSerializer(Json.class, new JsonSerializer())
                .addDeserializer(Json.class, new JsonDeserializer());
    }

    /** Returns a codec for one worker, with separate caches. It reads references to channels as live ends. */
    public JacksonCodec withChannels(ChannelOpener opener) {
        return new JacksonCodec(opener, mappers);
    }

    /** Returns a codec with further settings. */
    static JacksonCodec with(Consumer<? super JsonMapper.Builder> settings) {
        return new JacksonCodec(null, () -> newMapper(settings));
    }

    /** Returns a codec that reads and writes as a mapper of the application does. */
    static JacksonCodec of(JsonMapper mapper) {
        return new JacksonCodec(null, () -> completed(mapper));
    }

    /** Returns a codec that is used once and keeps nothing. */
    static JacksonCodec fresh() {
        return new JacksonCodec(null, JacksonCodec::newMapper);
    }

    /** Releases all classes that this codec knows. The next use of a type is slower. */
    public void forget() {
        caches = null;
    }

    /**
     * Returns the JSON of the parameters of an HTTP request, which are always strings: as a number or a boolean if the
     * input type expects one and the string contains one.
     *
     * @param all all strings of the input, also those that are not parameters; one of them may identify the subtype
     */
    public Map<String, RawJson> parameters(Type type, Map<String, String> parameters, Map<String, String> all) {
        return new ParameterTypes(mapper(), type).convert(parameters, all);
    }

    /**
     * Checks that values of a type can be read, and creates what reading needs.
     *
     * @throws IllegalArgumentException if the type can never be read; the message contains the field and the remedy
     */
    public void requireReadable(Type type) {
        new ReadableTypes(mapper()).require(type);
    }

    /**
     * Checks that values of a type can be written, and creates what writing needs.
     *
     * @throws IllegalArgumentException if no value can be written; the message contains the field and the remedy
     */
    public void requireWritable(Type type) {
        new WritableTypes(mapper()).require(type);
    }

    /** Returns a human-readable description of the JSON that the type expects, for example "an object (Sell)". */
    public String expected(Type type) {
        Caches current = caches();
        return current.mismatches().expected(current.mapper().constructType(type));
    }

    /** Returns {@code true} if the type is known to ignore fields of the JSON that it does not declare. */
    public boolean ignoresUnknownFields(Type type) {
        return caches().closedInputs().ignoresUnknownFields(type);
    }

    @Override
    public Optional<Json> schema(Type type) {
        Arguments.notNull(type, "type");
        PropertyNamingStrategy naming = mapper().deserializationConfig().getPropertyNamingStrategy();
        return Optional.of(JsonValue.of(Schemas.infer(type, naming), this));
    }

    ObjectMapper mapper() {
        return caches().mapper();
    }

    @Override
    public byte[] write(@Nullable Object value) {
        return write(value, new JsonOutput());
    }

    @Override
    public byte[] write(@Nullable Object value, int maxBytes) {
        return write(value, new JsonOutput(maxBytes));
    }

    private byte[] write(@Nullable Object value, JsonOutput output) {
        try {
            caches().mapper().writeValue(output, value);
            return output.toByteArray();
        } catch (JacksonException | JsonCodecException e) {
            throw TypeMismatches.unwritten(e, value);
        }
    }

    @Override
    public @Nullable Object read(byte[] json, int offset, int length, Type type) {
        Caches current = caches();
        ObjectReader reader = current.readers().of(type);
        try {
            return reader.readValue(json, offset, length);
        } catch (JacksonException e) {
            throw current.mismatches()
                    .of(e, RawJson.wrap(json, offset, length), current.mapper().constructType(type));
        }
    }

    /** Writes JSON inside a value unchanged. */
    private static final class JsonSerializer extends StdSerializer<Json> {

        JsonSerializer() {
            super(Json.class);
        }

        @Override
        public void serialize(Json value, JsonGenerator generator, SerializationContext context) {
            PayloadFactory.writeJson(generator, value.text());
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
            try (JsonGenerator generator = PLAIN.createGenerator(ObjectWriteContext.empty(), bytes)) {
                generator.copyCurrentStructureExact(parser);
            }
            WorkerReadContext reading = WorkerReadContext.of(context);
            return JsonValue.of(
                    RawJson.wrap(bytes.toByteArray()), reading == null ? StandardCodec.INSTANCE : reading.codec());
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

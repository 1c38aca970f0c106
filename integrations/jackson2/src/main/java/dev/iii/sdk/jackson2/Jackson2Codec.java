package dev.iii.sdk.jackson2;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.json.JsonCodecException;
import dev.iii.sdk.json.JsonOutput;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes payloads with Jackson 2. Thread-safe.
 *
 * <p>Use it for an application that configures its types for Jackson 2, or whose dependencies do not permit Jackson 3:
 *
 * <pre>{@code
 * WorkerOptions.builder().name("shop").codec(Jackson2Codec.of(objectMapper)).build()
 * }</pre>
 *
 * <p>If Jackson 3 cannot run with the dependencies of a program, {@link #standard} is used without any configuration.
 *
 * <p>The following features need the standard codec with Jackson 3:
 *
 * <ul>
 *   <li>Types are checked when a function is registered.
 *   <li>Numbers that would change on their way are refused.
 *   <li>References to channels inside a payload are read as live ends. With this codec, a reference is read as a {@link
 *       dev.iii.sdk.channel.ChannelRef}.
 * </ul>
 */
public final class Jackson2Codec implements JsonCodec {

    private static final class Holder {
        private static final Jackson2Codec STANDARD = new Jackson2Codec(newMapper());
    }

    private final ObjectMapper mapper;

    private Jackson2Codec(ObjectMapper mapper) {
        this.mapper = mapper.registerModule(new SdkModule(this));
    }

    /**
     * Returns a codec that reads and writes as a mapper does, except that it always ignores unknown fields, because the engine
     * adds some.
     *
     * @param mapper the mapper of the application; the codec uses a copy of it, so that later changes have no effect
     * @throws IllegalArgumentException if the mapper is {@code null}
     */
    public static Jackson2Codec of(ObjectMapper mapper) {
        if (mapper == null) {
            throw new IllegalArgumentException("mapper must not be null");
        }
        return new Jackson2Codec(mapper.copy());
    }

    /**
     * Returns a codec with settings similar to those of the standard codec of the SDK. The components of a record must be
     * present and must not be null, unless they are an {@code Optional} or are annotated {@code @Nullable}. Times are written
     * as text.
     */
    public static Jackson2Codec standard() {
        return Holder.STANDARD;
    }

    private static ObjectMapper newMapper() {
        return JsonMapper.builder()
                .addModule(new Jdk8Module())
                .addModule(new JavaTimeModule())
                .annotationIntrospector(new RequiredComponents())
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .build();
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
            mapper.writeValue(output, value);
            return output.toByteArray();
        } catch (IOException | JsonCodecException e) {
            String type = value == null ? "null" : value.getClass().getSimpleName();
            throw new JsonCodecException(
                    path(e), "cannot be written as JSON (" + type + "): " + Mismatches.unwritten(e), e);
        }
    }

    @Override
    public @Nullable Object read(byte[] json, int offset, int length, Type type) {
        ObjectReader reader =
                mapper.readerFor(mapper.constructType(type)).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        try {
            return reader.readValue(json, offset, length);
        } catch (IOException e) {
            String text = new String(json, offset, length, StandardCharsets.UTF_8);
            throw new JsonCodecException(path(e), Mismatches.unread(e, reader.getValueType(), text), e);
        }
    }

    /** Returns a schema with the fields that the mapper reads; empty if it cannot read the type. */
    @Override
    public Optional<Json> schema(Type type) {
        try {
            JavaType known = mapper.constructType(type);
            return Optional.of(Json.of(new Jackson2Schemas(mapper).of(known)));
        } catch (JsonMappingException e) {
            return Optional.empty();
        }
    }

    private static String path(Exception e) {
        return e instanceof JsonMappingException mapping ? Mismatches.path(mapping) : "";
    }
}

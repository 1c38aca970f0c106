package dev.iii.sdk.internal.jackson;

import dev.iii.protocol.RawJson;
import dev.iii.sdk.internal.channel.ChannelOpener;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.json.EngineLimits;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.json.JsonCodecException;
import dev.iii.sdk.json.JsonOutput;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The codec for values that do not belong to a worker. Thread-safe.
 *
 * <p>It is {@link JacksonCodec} wherever Jackson 3 can run. Elsewhere, {@link PlainCodec} reads and writes what the SDK
 * exchanges with the engine, and the codec of {@link JsonCodec.Provider} reads and writes the types of users.
 */
public final class StandardCodec implements JsonCodec {

    /** The only instance. */
    public static final StandardCodec INSTANCE = new StandardCodec();

    private StandardCodec() {}

    /** Initialized on first use. Class initialization makes this safe for all threads. */
    private static final class Holder {
        private static final CodecChoice CHOICE = CodecChoice.choose();
    }

    /**
     * Checks that a codec can read and write types of users.
     *
     * @throws IllegalStateException if it is the standard codec and there is no library that it can use; the message contains
     *     the remedy
     */
    public static void requireUsable(JsonCodec configured) {
        if (configured == INSTANCE && Holder.CHOICE.jackson() == null) {
            Holder.CHOICE.other();
        }
    }

    /**
     * Returns the codec for one worker.
     *
     * @param configured the codec in the options of the worker
     * @throws IllegalStateException like {@link #requireUsable}
     */
    public static JsonCodec forWorker(JsonCodec configured, ChannelOpener opener) {
        JacksonCodec jackson = jackson(configured);
        if (jackson != null) {
            return jackson.withChannels(opener);
        }
        return configured == INSTANCE ? Holder.CHOICE.other() : configured;
    }

    /**
     * Returns a codec that uses Jackson 3 with further settings.
     *
     * @throws IllegalStateException if Jackson 3 cannot run; the message contains the remedy
     */
    public static JsonCodec with(Consumer<? super JsonMapper.Builder> settings) {
        CodecChoice.requireJackson();
        return JacksonCodec.with(settings);
    }

    /**
     * Returns a codec that reads and writes as a mapper of Jackson 3 does.
     *
     * @throws IllegalStateException if Jackson 3 cannot run; the message contains the remedy
     */
    public static JsonCodec of(JsonMapper mapper) {
        CodecChoice.requireJackson();
        return JacksonCodec.of(mapper);
    }

    /**
     * Returns the codec itself if Jackson 3 reads and writes with it, also if it is the standard codec; otherwise {@code
     * null}.
     */
    public static @Nullable JacksonCodec jackson(JsonCodec codec) {
        if (codec == INSTANCE) {
            return Holder.CHOICE.jackson();
        }
        return codec instanceof JacksonCodec jackson ? jackson : null;
    }

    /** Returns a human-readable description of the JSON that the type expects, for example "an object (Sell)". */
    public static String expected(Type type, JsonCodec codec) {
        JacksonCodec jackson = jackson(codec);
        if (jackson == null) {
            jackson = Holder.CHOICE.jackson();
        }
        return jackson == null ? "a value (" + simpleName(type) + ")" : jackson.expected(type);
    }

    /** Returns the name of a type without its package and type arguments, for messages. */
    public static String simpleName(Type type) {
        Type raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
        return raw instanceof Class<?> c ? c.getSimpleName() : type.getTypeName();
    }

    @Override
    public Optional<Json> schema(Type type) {
        Arguments.notNull(type, "type");
        CodecChoice choice = Holder.CHOICE;
        if (choice.jackson() != null) {
            return choice.jackson().schema(type);
        }
        return choice.provided() == null ? Optional.empty() : choice.provided().schema(type);
    }

    /** Releases all classes that this codec knows. The next use of a type is slower. */
    public void forget() {
        JacksonCodec jackson = Holder.CHOICE.jackson();
        if (jackson != null) {
            jackson.forget();
        }
    }

    @Override
    public byte[] write(@Nullable Object value) {
        CodecChoice choice = Holder.CHOICE;
        if (choice.jackson() != null) {
            return choice.jackson().write(value);
        }
        byte[] plain = PlainCodec.write(value, new JsonOutput());
        return plain != null ? plain : readableByEngine(choice.other().write(value));
    }

    @Override
    public byte[] write(@Nullable Object value, int maxBytes) {
        CodecChoice choice = Holder.CHOICE;
        if (choice.jackson() != null) {
            return choice.jackson().write(value, maxBytes);
        }
        byte[] plain = PlainCodec.write(value, new JsonOutput(maxBytes));
        return plain != null ? plain : readableByEngine(choice.other().write(value, maxBytes));
    }

    /** Refuses what {@link JacksonCodec} refuses: numbers that the engine cannot read. */
    private static byte[] readableByEngine(byte[] json) {
        String problem = EngineLimits.problem(RawJson.wrap(json));
        if (problem != null) {
            throw new JsonCodecException("", "the JSON cannot be sent: " + problem, null);
        }
        return json;
    }

    @Override
    public @Nullable Object read(byte[] json, int offset, int length, Type type) {
        CodecChoice choice = Holder.CHOICE;
        if (choice.jackson() != null) {
            return choice.jackson().read(json, offset, length, type);
        }
        Object plain = PlainCodec.read(json, offset, length, type);
        return plain != null ? plain : choice.other().read(json, offset, length, type);
    }
}

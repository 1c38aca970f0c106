package dev.iii.sdk.internal.jackson;

import java.util.IllformedLocaleException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Writes locales as language tags, and refuses those that have none: the JDK drops the parts of a locale that a tag cannot
 * express, and the parts of a string that are not a tag.
 */
final class LocaleJson {

    private LocaleJson() {}

    static SimpleModule addTo(SimpleModule module) {
        return module.addSerializer(Locale.class, new Serializer())
                .addDeserializer(Locale.class, new Deserializer())
                .addKeySerializer(Locale.class, new KeySerializer())
                .addKeyDeserializer(Locale.class, new Key());
    }

    /**
     * Returns {@code true} for a language tag, also with underscores, as other programs write it, and for the empty string,
     * which is the root locale.
     */
    static boolean isTag(String text) {
        if (text.isEmpty()) {
            return true;
        }
        try {
            Locale locale =
                    new Locale.Builder().setLanguageTag(text.replace('_', '-')).build();
            return !locale.equals(Locale.ROOT) || text.equals(Locale.ROOT.toLanguageTag());
        } catch (IllformedLocaleException e) {
            return false;
        }
    }

    private static Locale ofTag(String tag) {
        return Locale.forLanguageTag(tag.replace('_', '-'));
    }

    private static String tag(Locale locale, JsonGenerator generator) {
        String tag = locale.equals(Locale.ROOT) ? "" : locale.toLanguageTag();
        if (!Locale.forLanguageTag(tag).equals(locale)) {
            throw new UnwritableException(
                    generator, "the locale has no language tag that contains all its parts; write it as a string");
        }
        return tag;
    }

    private static final class Serializer extends StdSerializer<Locale> {

        Serializer() {
            super(Locale.class);
        }

        @Override
        public void serialize(Locale locale, JsonGenerator generator, SerializationContext context) {
            generator.writeString(tag(locale, generator));
        }

        @Override
        public void serializeWithType(
                Locale locale, JsonGenerator generator, SerializationContext context, TypeSerializer types) {
            serialize(locale, generator, context);
        }
    }

    /** Reads a string that {@link Scalars} has checked. */
    private static final class Deserializer extends StdDeserializer<Locale> {

        Deserializer() {
            super(Locale.class);
        }

        @Override
        public Locale deserialize(JsonParser parser, DeserializationContext context) {
            return ofTag(parser.getString());
        }
    }

    private static final class KeySerializer extends ValueSerializer<Locale> {

        @Override
        public void serialize(Locale locale, JsonGenerator generator, SerializationContext context) {
            // Jackson writes keys with underscores, and does not read all of them.
            String text = locale.toString();
            boolean readable = isTag(text) && ofTag(text).equals(locale);
            generator.writeName(readable ? text : tag(locale, generator));
        }
    }

    private static final class Key extends KeyDeserializer {

        @Override
        public @Nullable Object deserializeKey(String key, DeserializationContext context) {
            return isTag(key) ? ofTag(key) : context.handleWeirdKey(Locale.class, key, "not a language tag");
        }
    }
}

package dev.iii.sdk.internal.jackson;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/** Writes a {@code ZonedDateTime} with the pattern of its property. Jackson ignores the pattern when it writes zones. */
final class ZonedPattern extends WrappingSerializer {

    private final @Nullable DateTimeFormatter formatter;

    private ZonedPattern(JavaType type, ValueSerializer<?> plain, @Nullable DateTimeFormatter formatter) {
        super(type, plain);
        this.formatter = formatter;
    }

    /** Returns a serializer that applies patterns; for other types the same serializer. */
    static ValueSerializer<?> of(JavaType type, ValueSerializer<?> plain) {
        return type.hasRawClass(ZonedDateTime.class) ? new ZonedPattern(type, plain, null) : plain;
    }

    @Override
    public ValueSerializer<?> createContextual(SerializationContext context, @Nullable BeanProperty property) {
        JsonFormat.Value format = property == null
                ? context.getDefaultPropertyFormat(ZonedDateTime.class)
                : property.findPropertyFormat(context.getConfig(), ZonedDateTime.class);
        return new ZonedPattern(type, plainFor(context, property), formatter(context, format));
    }

    private static @Nullable DateTimeFormatter formatter(SerializationContext context, JsonFormat.Value format) {
        if (!format.hasPattern() || format.getShape().isNumeric()) {
            return null;
        }
        Locale locale = format.hasLocale() ? format.getLocale() : context.getLocale();
        DateTimeFormatter formatter = DateTimeFormatter.ofPattern(format.getPattern(), locale);
        return format.hasTimeZone() ? formatter.withZone(format.getTimeZone().toZoneId()) : formatter;
    }

    @Override
    public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
        if (formatter != null && value instanceof ZonedDateTime time) {
            generator.writeString(formatter.format(time));
        } else {
            plain.serialize(value, generator, context);
        }
    }
}

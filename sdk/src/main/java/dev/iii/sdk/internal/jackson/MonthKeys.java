package dev.iii.sdk.internal.jackson;

import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/** Writes the keys of a map as {@link YearMonth} reads them. Its string has no sign for years after 9999. */
final class MonthKeys extends ValueSerializer<YearMonth> {

    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR, 4, 10, SignStyle.EXCEEDS_PAD)
            .appendLiteral('-')
            .appendValue(ChronoField.MONTH_OF_YEAR, 2)
            .toFormatter();

    private MonthKeys() {}

    static SimpleModule addTo(SimpleModule module) {
        return module.addKeySerializer(YearMonth.class, new MonthKeys());
    }

    @Override
    public void serialize(YearMonth month, JsonGenerator generator, SerializationContext context) {
        generator.writeName(FORMAT.format(month));
    }
}

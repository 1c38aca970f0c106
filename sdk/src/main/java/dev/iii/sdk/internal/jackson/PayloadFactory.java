package dev.iii.sdk.internal.jackson;

import dev.iii.protocol.RawJson;
import dev.iii.sdk.internal.json.NumberLimits;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.json.UTF8JsonGenerator;

/**
 * Creates generators that refuse numbers which would reach another worker as a different number or as a string. Checking
 * in the generator covers every property, element and array without a second pass.
 */
final class PayloadFactory extends JsonFactory {

    private static final long serialVersionUID = 1;

    private static final int MAX_DEPTH = 500;
    private static final int MAX_NUMBER_LENGTH = 1000;

    PayloadFactory() {
        super(new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build()));
    }

    /** Writes text that is known to be JSON. */
    static void writeJson(JsonGenerator generator, String json) {
        if (generator instanceof PayloadGenerator payload) {
            payload.writeJson(json);
        } else {
            generator.writeRawValue(json);
        }
    }

    @Override
    protected JsonGenerator _createUTF8Generator(ObjectWriteContext context, IOContext io, OutputStream out) {
        return new PayloadGenerator(
                context,
                io,
                context.getStreamWriteFeatures(_streamWriteFeatures),
                context.getFormatWriteFeatures(_formatWriteFeatures),
                out,
                context.getRootValueSeparator(_rootValueSeparator),
                _characterEscapes,
                _maximumNonEscapedChar,
                _quoteChar);
    }

    private static final class PayloadGenerator extends UTF8JsonGenerator {

        PayloadGenerator(
                ObjectWriteContext context,
                IOContext io,
                int features,
                int formatFeatures,
                OutputStream out,
                SerializableString rootSeparator,
                CharacterEscapes escapes,
                int maxNonEscaped,
                char quote) {
            super(
                    context,
                    io,
                    features,
                    formatFeatures,
                    out,
                    rootSeparator,
                    escapes,
                    context.getPrettyPrinter(),
                    maxNonEscaped,
                    quote);
        }

        @Override
        public JsonGenerator writeNumber(double number) {
            requireFinite(Double.isFinite(number));
            return super.writeNumber(number);
        }

        @Override
        public JsonGenerator writeNumber(float number) {
            requireFinite(Float.isFinite(number));
            return super.writeNumber(number);
        }

        @Override
        public JsonGenerator writeNumber(BigInteger number) {
            if (number == null || ExactNumbers.isExact(number)) {
                return super.writeNumber(number);
            }
            BigDecimal text = ExactNumbers.asDouble(new BigDecimal(number));
            requireExact(text != null);
            return super.writeNumber(text);
        }

        @Override
        public JsonGenerator writeNumber(BigDecimal number) {
            BigDecimal text = number == null ? null : ExactNumbers.asDouble(number);
            if (number == null || text != null) {
                return super.writeNumber(text);
            }
            BigInteger integer = ExactNumbers.asInteger(number);
            requireExact(integer != null);
            return super.writeNumber(integer);
        }

        @Override
        public JsonGenerator writeNumber(String number) {
            try {
                return writeNumber(NumberLimits.decimal(number));
            } catch (NumberFormatException e) {
                throw notANumber();
            }
        }

        void writeJson(String json) {
            super.writeRawValue(json);
        }

        @Override
        public JsonGenerator writeRawValue(String text) {
            requireJson(text);
            return super.writeRawValue(text);
        }

        @Override
        public JsonGenerator writeRawValue(String text, int offset, int length) {
            requireJson(text.substring(offset, offset + length));
            return super.writeRawValue(text, offset, length);
        }

        @Override
        public JsonGenerator writeRawValue(char[] text, int offset, int length) {
            requireJson(new String(text, offset, length));
            return super.writeRawValue(text, offset, length);
        }

        @Override
        public JsonGenerator writeRawValue(SerializableString text) {
            requireJson(text.getValue());
            return super.writeRawValue(text);
        }

        private void requireJson(String text) {
            try {
                RawJson.parse(text);
            } catch (IllegalArgumentException e) {
                throw new UnwritableException(
                        this, "it is annotated with @JsonRawValue, but it is not valid JSON; use Json as its type");
            }
        }

        private void requireFinite(boolean isFinite) {
            if (!isFinite) {
                throw notANumber();
            }
        }

        private UnwritableException notANumber() {
            return new UnwritableException(
                    this, "JSON has no NaN and no infinity; use null, or a string (@JsonFormat(shape = STRING))");
        }

        private void requireExact(boolean isExact) {
            if (!isExact) {
                throw new UnwritableException(
                        this,
                        "the engine keeps numbers as 64-bit integers or doubles, which would change this number;"
                                + " write it as a string (@JsonFormat(shape = STRING))");
            }
        }
    }
}
